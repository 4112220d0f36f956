namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>Writes bits from the highest on, with a zero stuffed after each FF (T.81, section F.1.2.3).</summary>
internal sealed class BitWriter(List<byte> output)
{
    private uint _window;
    private int _count;

    /// <summary>Writes the lowest bits of a value.</summary>
    /// <param name="value">The bits.</param>
    /// <param name="count">0 to 16.</param>
    internal void Write(int value, int count)
    {
        _window = (_window << count) | ((uint)value & ((1u << count) - 1));
        _count += count;
        while (_count >= 8)
        {
            _count -= 8;
            byte next = (byte)(_window >> _count);
            output.Add(next);
            if (next == 0xFF)
            {
                output.Add(0);
            }
        }
    }

    /// <summary>Fills the last byte with ones.</summary>
    internal void Flush() => Write(0x7F, (8 - _count) & 7);
}
