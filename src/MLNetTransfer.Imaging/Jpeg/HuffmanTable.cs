namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// A Huffman table made ready for decoding. Codes of up to <see cref="LookupBits"/> bits are found by one look-up, which also holds the number after the code
/// where both together fit into the look-up; longer codes are found by comparing with the largest code of each length (T.81, section F.2.2.3).
/// </summary>
internal sealed class HuffmanTable
{
    internal const int LookupBits = 10;

    private const int LongestCode = 16;

    private readonly int[] _lookup = new int[1 << LookupBits];
    private readonly int[] _largestCode = new int[LongestCode + 1];
    private readonly int[] _symbolOffset = new int[LongestCode + 1];
    private readonly byte[] _symbols = new byte[256];

    /// <summary>Makes the table.</summary>
    /// <param name="specification">The table as the file has it.</param>
    /// <param name="withNumbers">Whether look-ups also hold the numbers after the codes, as the scans of sequential frames want them.</param>
    /// <exception cref="ImageFormatException">The lengths are those of no prefix code.</exception>
    internal HuffmanTable(HuffmanSpecification specification, bool withNumbers)
    {
        specification.Symbols.CopyTo(_symbols, 0);
        int code = 0;
        int symbolIndex = 0;
        for (int length = 1; length <= LongestCode; length++, code <<= 1)
        {
            int count = specification.Counts[length - 1];
            _symbolOffset[length] = symbolIndex - code;
            if (code + count > 1 << length)
            {
                throw new ImageFormatException(ImageFormatError.Invalid, $"JPEG: a Huffman table has too many codes of {length} bits.");
            }

            for (int i = 0; i < count; i++, code++, symbolIndex++)
            {
                if (length <= LookupBits)
                {
                    FillLookup(code, length, _symbols[symbolIndex], withNumbers);
                }
            }

            _largestCode[length] = count > 0 ? code - 1 : -1;
        }
    }

    /// <summary>
    /// One entry for each value of the next <see cref="LookupBits"/> bits. Where the upper 16 bits are not 0 they are the number that follows the code,
    /// bits 8 to 15
    /// the zeros before it and bits 0 to 7 the bits of code and number together. Otherwise bits 8 to 15 are the symbol and bits 0 to 7 the bits of the
    /// code alone.
    /// 0: the code is longer.
    /// </summary>
    internal ReadOnlySpan<int> Lookup => _lookup;

    /// <summary>Decodes a code that the look-up does not hold.</summary>
    /// <param name="next">The next bits, from the top.</param>
    /// <param name="length">Bits of the code; 17 where there is no such code, as libjpeg counts them.</param>
    /// <returns>The symbol; 0 where there is no such code.</returns>
    internal int DecodeLong(ulong next, out int length)
    {
        for (length = LookupBits + 1; length <= LongestCode; length++)
        {
            int code = (int)(next >> (64 - length));
            if (code <= _largestCode[length])
            {
                return _symbols[(code + _symbolOffset[length]) & 0xFF];
            }
        }

        return 0;
    }

    private void FillLookup(int code, int length, byte symbol, bool withNumbers)
    {
        int first = code << (LookupBits - length);
        int entries = 1 << (LookupBits - length);
        int size = symbol & 15;
        if (!withNumbers || size == 0 || length + size > LookupBits)
        {
            _lookup.AsSpan(first, entries).Fill((symbol << 8) | length);
            return;
        }

        int run = symbol >> 4;
        int each = 1 << (LookupBits - length - size);
        for (int magnitude = 0; magnitude < 1 << size; magnitude++)
        {
            int value = magnitude < 1 << (size - 1) ? magnitude - (1 << size) + 1 : magnitude;
            _lookup.AsSpan(first + (magnitude * each), each).Fill((value << 16) | (run << 8) | (length + size));
        }
    }
}
