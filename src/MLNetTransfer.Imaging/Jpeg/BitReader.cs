using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// Reads the bits of entropy-coded data, from the highest bit of a 64-bit window, and takes the stuffed zero after FF out (T.81, section F.1.2.3).
/// At a marker or the end of the file it gives zeros, as libjpeg does, and says so by <see cref="Overrun"/>.
/// </summary>
internal ref struct BitReader
{
    /// <summary>The whole file.</summary>
    internal readonly ReadOnlySpan<byte> Data;

    /// <summary>Index of the next byte that is not in the window; at a marker, of its FF.</summary>
    internal int Position;

    /// <summary>The next bits, from the top. Below the <see cref="Count"/> valid ones may stand bits of the bytes that follow.</summary>
    internal ulong Window;

    /// <summary>Number of valid bits in the window.</summary>
    internal int Count;

    private int _invented;
    private bool _ended;

    internal BitReader(ReadOnlySpan<byte> data, int position)
    {
        Data = data;
        Position = position;
    }

    /// <summary>Whether bits were used that the file does not have.</summary>
    internal readonly bool Overrun => _invented > Count;

    /// <summary>Begins anew at a byte, after a restart marker.</summary>
    internal void Restart(int position)
    {
        Position = position;
        Window = 0;
        Count = 0;
        _invented = 0;
        _ended = false;
    }

    /// <summary>Fills the window to at least 56 valid bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Fill()
    {
        if (Position <= Data.Length - sizeof(ulong))
        {
            ulong next = BinaryPrimitives.ReadUInt64BigEndian(Data[Position..]);
            if (!HasMarkerByte(next))
            {
                Window |= next >> Count;
                Position += (63 - Count) >> 3;
                Count |= 56;
                return;
            }
        }

        FillByByte();
    }

    /// <summary>Whether one of 8 bytes is FF.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool HasMarkerByte(ulong bytes) => (bytes & (~bytes - 0x0101_0101_0101_0101) & 0x8080_8080_8080_8080) != 0;

    /// <summary>Fills the window byte by byte: through stuffed zeros, up to a marker, and with zeros from there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void FillByByte()
    {
        Window &= ~(Count == 0 ? ulong.MaxValue : ulong.MaxValue >> Count);
        while (Count <= 56)
        {
            if (_ended || !TryReadByte(out byte value))
            {
                _ended = true;
                _invented += 64 - Count;
                Count = 64;
                return;
            }

            Window |= (ulong)value << (56 - Count);
            Count += 8;
        }
    }

    /// <summary>Takes bits from the window.</summary>
    /// <param name="count">1 to 16.</param>
    internal int ReadBits(int count)
    {
        if (Count < count)
        {
            Fill();
        }

        int value = (int)(Window >> (64 - count));
        Window <<= count;
        Count -= count;
        return value;
    }

    /// <summary>Decodes one symbol.</summary>
    /// <param name="table">A table without numbers in its look-ups.</param>
    internal int ReadSymbol(HuffmanTable table)
    {
        if (Count < 32)
        {
            Fill();
        }

        int entry = table.Lookup[(int)(Window >> (64 - HuffmanTable.LookupBits))];
        int symbol;
        int length;
        if ((entry & 0xFF) == 0)
        {
            symbol = table.DecodeLong(Window, out length);
        }
        else
        {
            symbol = (entry >> 8) & 0xFF;
            length = entry & 0xFF;
        }

        Window <<= length;
        Count -= length;
        return symbol;
    }

    /// <summary>Takes a number of a size class (T.81, section F.2.2.1).</summary>
    /// <param name="size">1 to 15.</param>
    internal int ReadNumber(int size)
    {
        int value = ReadBits(size);
        return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    }

    private bool TryReadByte(out byte value)
    {
        value = 0;
        if (Position >= Data.Length)
        {
            return false;
        }

        value = Data[Position];
        if (value != 0xFF)
        {
            Position++;
            return true;
        }

        int next = Position + 1;
        while (next < Data.Length && Data[next] == 0xFF)
        {
            next++;
        }

        if (next >= Data.Length || Data[next] != 0)
        {
            return false;
        }

        Position = next + 1;
        return true;
    }
}
