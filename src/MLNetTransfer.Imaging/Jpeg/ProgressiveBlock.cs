namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>Decodes the blocks of progressive scans (T.81, section G.1.2 and annex G.2).</summary>
internal static class ProgressiveBlock
{
    /// <summary>First scan of the DC coefficients.</summary>
    internal static void DecodeDcFirst(ref BitReader reader, HuffmanTable table, ref int prediction, int bit, scoped Span<short> block)
    {
        int size = reader.ReadSymbol(table);
        if (size != 0)
        {
            prediction += reader.ReadNumber(size);
        }

        block[0] = (short)(prediction << bit);
    }

    /// <summary>One more bit of a DC coefficient.</summary>
    internal static void DecodeDcRefinement(ref BitReader reader, int bit, scoped Span<short> block)
    {
        if (reader.ReadBits(1) != 0)
        {
            block[0] |= (short)(1 << bit);
        }
    }

    /// <summary>First scan of a range of AC coefficients.</summary>
    /// <param name="reader">Where the bits come from.</param>
    /// <param name="table">Table without numbers.</param>
    /// <param name="scan">Range and bit.</param>
    /// <param name="emptyBlocks">Blocks from this one on that have nothing more in this scan.</param>
    /// <param name="block">The coefficients in natural order.</param>
    internal static void DecodeAcFirst(ref BitReader reader, HuffmanTable table, JpegScan scan, ref int emptyBlocks, scoped Span<short> block)
    {
        if (emptyBlocks > 0)
        {
            emptyBlocks--;
            return;
        }

        for (int k = scan.FirstCoefficient; k <= scan.LastCoefficient; k++)
        {
            int symbol = reader.ReadSymbol(table);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size != 0)
            {
                k += run;
                block[ZigZag.NaturalOrder[k]] = (short)(reader.ReadNumber(size) << scan.Bit);
            }
            else if (run == 15)
            {
                k += 15;
            }
            else
            {
                emptyBlocks = ReadRunOfEmptyBlocks(ref reader, run) - 1;
                return;
            }
        }
    }

    /// <summary>One more bit of a range of AC coefficients.</summary>
    /// <inheritdoc cref="DecodeAcFirst"/>
    internal static void DecodeAcRefinement(ref BitReader reader, HuffmanTable table, JpegScan scan, ref int emptyBlocks, scoped Span<short> block)
    {
        int k = scan.FirstCoefficient;
        if (emptyBlocks == 0)
        {
            for (; k <= scan.LastCoefficient; k++)
            {
                int symbol = reader.ReadSymbol(table);
                int run = symbol >> 4;
                int fresh = 0;
                if ((symbol & 15) != 0)
                {
                    fresh = reader.ReadBits(1) != 0 ? 1 << scan.Bit : -1 << scan.Bit;
                }
                else if (run != 15)
                {
                    emptyBlocks = ReadRunOfEmptyBlocks(ref reader, run);
                    break;
                }

                k = RefineUntil(ref reader, scan, k, run, block);
                if (fresh != 0)
                {
                    block[ZigZag.NaturalOrder[k]] = (short)fresh;
                }
            }
        }

        if (emptyBlocks > 0)
        {
            RefineUntil(ref reader, scan, k, int.MaxValue, block);
            emptyBlocks--;
        }
    }

    private static int ReadRunOfEmptyBlocks(ref BitReader reader, int size) =>
        size == 0 ? 1 : (1 << size) + reader.ReadBits(size);

    /// <summary>Refines the coefficients that are not 0 until a number of zeros have been passed.</summary>
    /// <returns>The place of the zero after them, or one past the range.</returns>
    private static int RefineUntil(ref BitReader reader, JpegScan scan, int k, int zeros, scoped Span<short> block)
    {
        int step = 1 << scan.Bit;
        for (; k <= scan.LastCoefficient; k++)
        {
            ref short coefficient = ref block[ZigZag.NaturalOrder[k]];
            if (coefficient == 0)
            {
                if (--zeros < 0)
                {
                    break;
                }
            }
            else if (reader.ReadBits(1) != 0 && (coefficient & step) == 0)
            {
                coefficient += (short)(coefficient > 0 ? step : -step);
            }
        }

        return k;
    }
}
