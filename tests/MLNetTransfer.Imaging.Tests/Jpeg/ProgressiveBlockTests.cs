using MLNetTransfer.Imaging.Jpeg;

namespace MLNetTransfer.Imaging.Tests.Jpeg;

public sealed class ProgressiveBlockTests
{
    /// <summary>Two grey blocks in four scans, written bit by bit: DC and AC, each down to bit 1 and then to bit 0.</summary>
    [Fact]
    public void Decode_AllKindsOfScans_GivesTheCoefficients()
    {
        List<byte> file = [0xFF, 0xD8];
        Segment(file, JpegMarker.QuantizationTables, [0, .. Enumerable.Repeat((byte)9, 64)]);
        Segment(file, JpegMarker.ProgressiveFrame, [8, 0, 8, 0, 16, 1, 1, 0x11, 0]);

        // The code of a symbol is the symbol itself: in 4 bits for DC, in 8 bits for AC.
        Segment(file, JpegMarker.HuffmanTables, [0x00, 0, 0, 0, 15, .. new byte[12], .. Enumerable.Range(0, 15).Select(symbol => (byte)symbol)]);
        Segment(file, JpegMarker.HuffmanTables, [0x10, .. new byte[7], 255, .. new byte[8], .. Enumerable.Range(0, 255).Select(symbol => (byte)symbol)]);

        // DC 13 and -7 without their last bits: 6 and, as difference, -10.
        Scan(file, 0, 0, 0x01, (3, 4), (6, 3), (4, 4), (-11, 4));

        // 2 at 1, -1 at 3 (one zero between), then two blocks without more (run class 1, extra bit 0).
        Scan(file, 1, 63, 0x01, (0x02, 8), (2, 2), (0x11, 8), (0, 1), (0x10, 8), (0, 1));
        Scan(file, 0, 0, 0x10, (1, 1), (1, 1));

        // A new 1 after two zeros, with the bits of the two old ones passed on the way; end. A new -1 after one zero; end.
        Scan(file, 1, 63, 0x10, (0x21, 8), (1, 1), (1, 1), (0, 1), (0x00, 8), (0x11, 8), (0, 1), (0x00, 8));
        file.AddRange([0xFF, JpegMarker.EndOfImage]);

        DecodedImage decoded = TestPictures.Decode([.. file]);
        Assert.Empty(decoded.Warnings);
        byte[] expected = new byte[128];
        InverseDct.Transform(Block((0, 13), (1, 5), (3, -2), (5, 1)), InverseDctTests.Factors(9), expected, 16);
        InverseDct.Transform(Block((0, -7), (2, -1)), InverseDctTests.Factors(9), expected.AsSpan(8), 16);
        Assert.Equal(expected, decoded.Image.Pixels.Where((_, index) => index % 3 == 0));
    }

    [Theory]
    [InlineData(0, 5, 0x00)]
    [InlineData(5, 4, 0x00)]
    [InlineData(1, 64, 0x00)]
    [InlineData(1, 63, 0x31)]
    [InlineData(1, 63, 0x0E)]
    public void Decode_ImpossibleRange_IsInvalid(byte first, byte last, byte bits)
    {
        List<byte> file = [0xFF, 0xD8];
        Segment(file, JpegMarker.ProgressiveFrame, [8, 0, 8, 0, 16, 1, 1, 0x11, 0]);
        Scan(file, first, last, bits);
        Assert.Equal(ImageFormatError.Invalid, TestPictures.ErrorOf([.. file]));
    }

    private static short[] Block(params (int Place, int Value)[] coefficients)
    {
        short[] block = new short[64];
        foreach ((int place, int value) in coefficients)
        {
            block[ZigZag.NaturalOrder[place]] = (short)value;
        }

        return block;
    }

    private static void Scan(List<byte> file, byte first, byte last, byte bits, params (int Value, int Count)[] numbers)
    {
        Segment(file, JpegMarker.StartOfScan, [1, 1, 0, first, last, bits]);
        BitWriter writer = new(file);
        foreach ((int value, int count) in numbers)
        {
            writer.Write(value, count);
        }

        writer.Flush();
    }

    private static void Segment(List<byte> file, byte marker, byte[] content)
    {
        file.AddRange([0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2)]);
        file.AddRange(content);
    }
}
