using System.Numerics;

namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>Writes blocks with one pair of Huffman tables (T.81, section F.1.2).</summary>
internal sealed class HuffmanEncoder(HuffmanSpecification dc, HuffmanSpecification ac)
{
    private readonly (int Code, int Length)[] _dc = CodesOf(dc);
    private readonly (int Code, int Length)[] _ac = CodesOf(ac);

    /// <summary>Writes one block.</summary>
    /// <param name="writer">Where the bits go.</param>
    /// <param name="block">64 quantised coefficients in zigzag order.</param>
    /// <param name="prediction">The DC coefficient before; then this one.</param>
    internal void Write(BitWriter writer, ReadOnlySpan<int> block, ref int prediction)
    {
        WriteNumber(writer, _dc, 0, block[0] - prediction);
        prediction = block[0];
        int run = 0;
        for (int k = 1; k < 64; k++)
        {
            if (block[k] == 0)
            {
                run++;
                continue;
            }

            for (; run > 15; run -= 16)
            {
                writer.Write(_ac[0xF0].Code, _ac[0xF0].Length);
            }

            WriteNumber(writer, _ac, run, block[k]);
            run = 0;
        }

        if (run > 0)
        {
            writer.Write(_ac[0].Code, _ac[0].Length);
        }
    }

    private static void WriteNumber(BitWriter writer, (int Code, int Length)[] codes, int run, int value)
    {
        int size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        (int code, int length) = codes[(run << 4) | size];
        writer.Write(code, length);
        writer.Write(value < 0 ? value - 1 : value, size);
    }

    private static (int Code, int Length)[] CodesOf(HuffmanSpecification specification)
    {
        (int Code, int Length)[] codes = new (int, int)[256];
        int code = 0;
        int index = 0;
        for (int length = 1; length <= 16; length++, code <<= 1)
        {
            for (int i = 0; i < specification.Counts[length - 1]; i++)
            {
                codes[specification.Symbols[index++]] = (code++, length);
            }
        }

        return codes;
    }
}
