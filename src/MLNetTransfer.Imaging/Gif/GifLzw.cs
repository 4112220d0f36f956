namespace MLNetTransfer.Imaging.Gif;

/// <summary>
/// The variable-length LZW code of GIF89a, appendix F. Every string of the table is a stretch of the output already written (the string before it and one byte
/// more), so the table holds places and lengths only.
/// </summary>
internal static class GifLzw
{
    private const int LongestCode = 12;
    private const int TableSize = 1 << LongestCode;

    /// <summary>Fills the output with colour numbers.</summary>
    /// <param name="reader">The codes.</param>
    /// <param name="symbolBits">Bits of a colour number, 1 to 11; of those above 8 only the lower 8 count.</param>
    /// <param name="output">As many bytes as the frame has pixels; more are never written.</param>
    /// <returns>How many bytes were written; fewer than wanted where the data end or break.</returns>
    public static int Decode(GifBitReader reader, int symbolBits, Span<byte> output)
    {
        int[] starts = new int[TableSize];
        int[] lengths = new int[TableSize];
        int clear = 1 << symbolBits;
        int end = clear + 1;
        int next = clear + 2;
        int codeBits = symbolBits + 1;
        int previousLength = 0;
        int written = 0;
        while (written < output.Length)
        {
            int code = reader.Read(codeBits);
            if (code < 0 || code == end)
            {
                break;
            }

            if (code == clear)
            {
                next = clear + 2;
                codeBits = symbolBits + 1;
                previousLength = 0;
                continue;
            }

            int previousStart = written - previousLength;
            Span<byte> target = output[written..];
            int length;
            if (code < clear)
            {
                target[0] = (byte)code;
                length = 1;
            }
            else if (code < next)
            {
                length = Math.Min(lengths[code], target.Length);
                output.Slice(starts[code], length).CopyTo(target);
            }
            else if (code == next && previousLength > 0)
            {
                // The string that is only now being defined: the one before, and its own first byte again.
                length = Math.Min(previousLength + 1, target.Length);
                output.Slice(previousStart, Math.Min(previousLength, length)).CopyTo(target);
                target[length - 1] = length > previousLength ? target[0] : target[length - 1];
            }
            else
            {
                break;
            }

            if (previousLength > 0 && next < TableSize)
            {
                starts[next] = previousStart;
                lengths[next] = previousLength + 1;
                next++;
            }

            // Reached by the very first code where colour numbers have 1 bit.
            if (next >= 1 << codeBits && codeBits < LongestCode)
            {
                codeBits++;
            }

            written += length;
            previousLength = length;
        }

        return written;
    }
}
