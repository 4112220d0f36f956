using System.Buffers.Binary;

namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>The tables in force at a place of the file: quantisation, Huffman, restart interval.</summary>
internal sealed class JpegTables
{
    private const int Slots = 4;

    private readonly short[]?[] _quantization = new short[Slots][];
    private readonly HuffmanSpecification?[] _dc = new HuffmanSpecification[Slots];
    private readonly HuffmanSpecification?[] _ac = new HuffmanSpecification[Slots];

    /// <summary>Minimum coded units between restart markers; 0: no markers.</summary>
    internal int RestartInterval { get; private set; }

    /// <summary>The factors of a slot in natural order.</summary>
    internal short[] Quantization(int slot) =>
        _quantization[slot] ?? throw Invalid($"the quantisation table {slot} is used but not defined");

    /// <summary>The DC table of a slot, made ready.</summary>
    internal HuffmanTable Dc(int slot, bool withNumbers)
    {
        HuffmanSpecification specification = Find(_dc, slot, HuffmanSpecification.LuminanceDc, HuffmanSpecification.ChrominanceDc);
        foreach (byte symbol in specification.Symbols)
        {
            if (symbol > 15)
            {
                throw Invalid($"a DC Huffman table has the size class {symbol}, at most 15 is possible");
            }
        }

        return new HuffmanTable(specification, withNumbers);
    }

    /// <summary>The AC table of a slot, made ready.</summary>
    internal HuffmanTable Ac(int slot, bool withNumbers) =>
        new(Find(_ac, slot, HuffmanSpecification.LuminanceAc, HuffmanSpecification.ChrominanceAc), withNumbers);

    /// <summary>Takes over a DQT segment (T.81, section B.2.4.1).</summary>
    internal void ReadQuantization(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            int slot = segment[0] & 15;
            bool wide = segment[0] >> 4 != 0;
            int length = wide ? 128 : 64;
            if (slot >= Slots || segment.Length < 1 + length)
            {
                throw Invalid($"a quantisation table for slot {slot} has {segment.Length - 1} bytes, {length} are needed and slots 0 to 3 exist");
            }

            short[] factors = new short[64];
            for (int k = 0; k < 64; k++)
            {
                factors[ZigZag.NaturalOrder[k]] = wide
                    ? (short)BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + (2 * k))..])
                    : segment[1 + k];
            }

            _quantization[slot] = factors;
            segment = segment[(1 + length)..];
        }
    }

    /// <summary>Takes over a DHT segment (T.81, section B.2.4.2).</summary>
    internal void ReadHuffman(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 16)
        {
            int slot = segment[0] & 15;
            int kind = segment[0] >> 4;
            byte[] counts = segment.Slice(1, 16).ToArray();
            int total = counts.Sum(count => count);
            if (slot >= Slots || kind > 1 || total > 256 || segment.Length < 17 + total)
            {
                throw Invalid($"a Huffman table of class {kind}, slot {slot} declares {total} symbols in {segment.Length - 17} bytes");
            }

            (kind == 0 ? _dc : _ac)[slot] = new HuffmanSpecification(counts, segment.Slice(17, total).ToArray());
            segment = segment[(17 + total)..];
        }

        if (segment.Length > 0)
        {
            throw Invalid($"{segment.Length} bytes are left after the last Huffman table of a segment");
        }
    }

    /// <summary>Takes over a DRI segment (T.81, section B.2.4.4).</summary>
    internal void ReadRestartInterval(ReadOnlySpan<byte> segment)
    {
        if (segment.Length != 2)
        {
            throw Invalid($"the restart interval has {segment.Length} bytes instead of 2");
        }

        RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
    }

    private static HuffmanSpecification Find(HuffmanSpecification?[] tables, int slot, HuffmanSpecification luminance, HuffmanSpecification chrominance) =>
        tables[slot] ?? slot switch
        {
            0 => luminance,
            1 => chrominance,
            _ => throw Invalid($"the Huffman table {slot} is used but not defined"),
        };

    private static ImageFormatException Invalid(string what) => new(ImageFormatError.Invalid, $"JPEG: {what}.");
}
