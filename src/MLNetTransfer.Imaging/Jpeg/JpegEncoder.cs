using System.Buffers.Binary;

namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// Writes baseline JPEG files (ITU-T T.81, JFIF 1.01) with the Huffman tables of the standard. All arithmetic is in integers: the same picture gives the
/// same bytes on every machine.
/// </summary>
public static class JpegEncoder
{
    private const int BlockSize = 8;
    private const int LongestSide = 65535;

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">The picture, sides up to 65,535.</param>
    /// <param name="quality">1 (smallest file) to 100, on the scale of libjpeg.</param>
    /// <param name="chromaSubsampling">Whether colour is kept at half the width and height (4:2:0) or in full (4:4:4).</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The quality is out of range, or a side is too long.</exception>
    public static byte[] Encode(Image image, int quality = 90, bool chromaSubsampling = true) =>
        Encode(image, quality, chromaSubsampling, restartInterval: 0);

    /// <summary>Encodes a picture with restart markers.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="quality">1 to 100.</param>
    /// <param name="chromaSubsampling">Whether colour is kept at half the width and height.</param>
    /// <param name="restartInterval">Minimum coded units between restart markers; 0: none.</param>
    internal static byte[] Encode(Image image, int quality, bool chromaSubsampling, int restartInterval)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(image.Width, image.Height), LongestSide, nameof(image));
        byte[] luminance = QuantizationTable.Make(isLuminance: true, quality);
        byte[] chrominance = QuantizationTable.Make(isLuminance: false, quality);
        int factor = chromaSubsampling ? 2 : 1;
        List<byte> output = new(1024 + (image.Pixels.Length / 8));
        WriteHead(output, image, luminance, chrominance, factor, restartInterval);
        WriteScan(output, image, luminance, chrominance, factor, restartInterval);
        output.AddRange([0xFF, JpegMarker.EndOfImage]);
        return [.. output];
    }

    private static void WriteHead(List<byte> output, Image image, byte[] luminance, byte[] chrominance, int factor, int restartInterval)
    {
        output.AddRange([0xFF, JpegMarker.StartOfImage]);
        WriteSegment(output, JpegMarker.Application0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        WriteSegment(output, JpegMarker.QuantizationTables, [0, .. InZigZag(luminance), 1, .. InZigZag(chrominance)]);
        byte[] size = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)image.Height);
        BinaryPrimitives.WriteUInt16BigEndian(size.AsSpan(2), (ushort)image.Width);
        WriteSegment(output, JpegMarker.BaselineFrame, [8, .. size, 3, 1, (byte)(factor * 0x11), 0, 2, 0x11, 1, 3, 0x11, 1]);
        WriteHuffman(output, 0x00, HuffmanSpecification.LuminanceDc);
        WriteHuffman(output, 0x10, HuffmanSpecification.LuminanceAc);
        WriteHuffman(output, 0x01, HuffmanSpecification.ChrominanceDc);
        WriteHuffman(output, 0x11, HuffmanSpecification.ChrominanceAc);
        if (restartInterval > 0)
        {
            WriteSegment(output, JpegMarker.RestartInterval, [(byte)(restartInterval >> 8), (byte)restartInterval]);
        }

        WriteSegment(output, JpegMarker.StartOfScan, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
    }

    private static void WriteScan(List<byte> output, Image image, byte[] luminance, byte[] chrominance, int factor, int restartInterval)
    {
        HuffmanEncoder lumaEncoder = new(HuffmanSpecification.LuminanceDc, HuffmanSpecification.LuminanceAc);
        HuffmanEncoder chromaEncoder = new(HuffmanSpecification.ChrominanceDc, HuffmanSpecification.ChrominanceAc);
        EncoderUnit unit = new(image, factor);
        BitWriter writer = new(output);
        Span<int> predictions = stackalloc int[3];
        Span<int> block = stackalloc int[64];
        int unitSize = factor * BlockSize;
        int written = 0;
        for (int y = 0; y < image.Height; y += unitSize)
        {
            for (int x = 0; x < image.Width; x += unitSize, written++)
            {
                if (restartInterval > 0 && written > 0 && written % restartInterval == 0)
                {
                    writer.Flush();
                    output.AddRange([0xFF, (byte)(JpegMarker.Restart0 + (((written / restartInterval) - 1) & 7))]);
                    predictions.Clear();
                }

                unit.Load(x, y);
                for (int i = 0; i < factor * factor; i++)
                {
                    unit.Luma(i, block);
                    Quantize(block, luminance);
                    lumaEncoder.Write(writer, block, ref predictions[0]);
                }

                for (int channel = 1; channel < 3; channel++)
                {
                    unit.Chroma(channel, block);
                    Quantize(block, chrominance);
                    chromaEncoder.Write(writer, block, ref predictions[channel]);
                }
            }
        }

        writer.Flush();
    }

    /// <summary>Transforms a block and leaves its quantised coefficients in zigzag order.</summary>
    private static void Quantize(Span<int> block, byte[] factors)
    {
        ForwardDct.Transform(block);
        Span<int> coefficients = stackalloc int[64];
        for (int k = 0; k < 64; k++)
        {
            int index = ZigZag.NaturalOrder[k];
            int divisor = 8 * factors[index];
            int magnitude = (Math.Abs(block[index]) + (divisor / 2)) / divisor;
            coefficients[k] = block[index] < 0 ? -magnitude : magnitude;
        }

        coefficients.CopyTo(block);
    }

    private static byte[] InZigZag(byte[] table)
    {
        byte[] ordered = new byte[64];
        for (int k = 0; k < 64; k++)
        {
            ordered[k] = table[ZigZag.NaturalOrder[k]];
        }

        return ordered;
    }

    private static void WriteHuffman(List<byte> output, byte slot, HuffmanSpecification table) =>
        WriteSegment(output, JpegMarker.HuffmanTables, [slot, .. table.Counts, .. table.Symbols]);

    private static void WriteSegment(List<byte> output, byte marker, byte[] content)
    {
        int length = content.Length + 2;
        output.AddRange([0xFF, marker, (byte)(length >> 8), (byte)length]);
        output.AddRange(content);
    }
}
