using MLNetTransfer.Imaging.Bmp;

namespace MLNetTransfer.Imaging.Tests.Bmp;

public sealed class BmpDecoderTests
{
    // Colour 0 is (3, 2, 1), colour 1 (6, 5, 4), and so on; the file stores blue first.
    private static readonly byte[] FourColours = [1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 10, 11, 12, 0];

    [Theory]
    [InlineData(1, new byte[] { 0b0110_0000, 0, 0, 0 }, new[] { 0, 1, 1 })]
    [InlineData(2, new byte[] { 0b0001_1000, 0, 0, 0 }, new[] { 0, 1, 2 })]
    [InlineData(4, new byte[] { 0x32, 0x10, 0, 0 }, new[] { 3, 2, 1 })]
    [InlineData(8, new byte[] { 3, 0, 2, 0 }, new[] { 3, 0, 2 })]
    public void Decode_PaletteOfAnyBits_GivesItsColours(int bitCount, byte[] row, int[] expected)
    {
        DecodedImage decoded = Decode(BmpFiles.Make(3, 1, bitCount, 0, FourColours, row, coloursUsed: 4));

        Assert.Equal(expected.SelectMany(Colour), decoded.Image.Pixels);
        Assert.Equal(new ImageInfo(ImageFormat.Bmp, 3, 1, 1), decoded.Info);
        Assert.Empty(decoded.Warnings);
    }

    [Fact]
    public void Decode_RowsOfEitherOrder_StandUpright()
    {
        byte[] rows = [1, 2, 3, 0, 4, 5, 6, 0];

        Assert.Equal([6, 5, 4, 3, 2, 1], Decode(BmpFiles.Make(1, 2, 24, 0, [], rows)).Image.Pixels);
        Assert.Equal([3, 2, 1, 6, 5, 4], Decode(BmpFiles.Make(1, -2, 24, 0, [], rows)).Image.Pixels);
    }

    [Fact]
    public void Decode_Pixels32WithoutMasks_HaveNoAlpha()
    {
        Assert.Equal([3, 2, 1], Decode(BmpFiles.Make(1, 1, 32, 0, [], [1, 2, 3, 77])).Image.Pixels);
    }

    [Theory]
    [InlineData(0, new uint[0], 0b0_10000_00001_11111, new byte[] { 132, 8, 255 })]
    [InlineData(3, new uint[] { 0xF800, 0x07E0, 0x001F }, 0b10000_000001_11111, new byte[] { 132, 4, 255 })]
    [InlineData(3, new uint[] { 0x0F00, 0x00F0, 0x0000 }, 0x0F70, new byte[] { 255, 119, 0 })]
    [InlineData(6, new uint[] { 0x0F00, 0x00F0, 0x000F, 0xF000 }, 0x8F70, new byte[] { 255, 182, 119 })]
    public void Decode_Pixels16_AreSpreadOver8Bits(int compression, uint[] masks, int pixel, byte[] expected)
    {
        Assert.Equal(expected, Decode(BmpFiles.Make(1, 1, 16, compression, BmpFiles.Masks(masks), [(byte)pixel, (byte)(pixel >> 8), 0, 0])).Image.Pixels);
    }

    [Fact]
    public void Decode_AlphaMask_LaysPixelsOnTheBackgroundUnlessAllAreTransparent()
    {
        byte[] masks = BmpFiles.Masks(0x00FF0000, 0x0000FF00, 0x000000FF, 0xFF000000);
        ImageDecoderOptions options = new() { Background = (100, 0, 255) };

        DecodedImage mixed = BmpDecoder.Decode(BmpFiles.Make(2, 1, 32, 6, masks, [10, 20, 30, 0, 10, 20, 30, 255]), options);
        DecodedImage empty = BmpDecoder.Decode(BmpFiles.Make(2, 1, 32, 6, masks, [10, 20, 30, 0, 10, 20, 30, 0]), options);

        Assert.Equal([100, 0, 255, 30, 20, 10], mixed.Image.Pixels);
        Assert.Equal([30, 20, 10, 30, 20, 10], empty.Image.Pixels);
        Assert.Single(empty.Warnings);
    }

    [Fact]
    public void Decode_MaskOfMoreThan8Bits_IsRoundedTo8()
    {
        byte[] masks = BmpFiles.Masks(0xFFC00000, 0x003FF000, 0x00000FFC);

        Assert.Equal([255, 128, 0], Decode(BmpFiles.Make(1, 1, 32, 3, masks, BmpFiles.Masks((1023u << 22) | (512u << 12) | (1u << 2)))).Image.Pixels);
    }

    [Fact]
    public void Decode_RunLengths8_DrawRunsPixelsJumpsAndEnds()
    {
        // A run of 2; 3 pixels as they are, filled up; end of row; a jump by 3 and 1; a run over the end of the row; end of the picture.
        byte[] runs = [2, 1, 0, 3, 1, 2, 3, 0, 0, 0, 0, 2, 3, 1, 9, 2, 0, 1];

        Image image = Decode(BmpFiles.Make(5, 3, 8, 1, FourColours, runs, coloursUsed: 4)).Image;

        int[] expected = [0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 1, 1, 1, 2, 3];
        Assert.Equal(expected.SelectMany(Colour), image.Pixels);
    }

    [Fact]
    public void Decode_RunLengths4_AlternateTheirTwoColours()
    {
        byte[] runs = [5, 0x12, 0, 0, 0, 5, 0x12, 0x30, 0x10, 0, 0, 1];

        DecodedImage decoded = Decode(BmpFiles.Make(5, 2, 4, 2, FourColours, runs, coloursUsed: 4));

        int[] expected = [1, 2, 3, 0, 1, 1, 2, 1, 2, 1];
        Assert.Equal(expected.SelectMany(Colour), decoded.Image.Pixels);
        Assert.Empty(decoded.Warnings);
    }

    [Theory]
    [InlineData(new byte[] { 2, 1 })]
    [InlineData(new byte[] { 0, 4, 1 })]
    [InlineData(new byte[] { 0, 2, 1 })]
    public void Decode_RunLengthsThatEndEarly_GiveAWarning(byte[] runs)
    {
        Assert.Single(Decode(BmpFiles.Make(5, 2, 8, 1, FourColours, runs, coloursUsed: 4)).Warnings);
    }

    [Fact]
    public void Decode_CutFile_GivesTheRowsThatAreThere()
    {
        DecodedImage decoded = Decode(BmpFiles.Make(1, 3, 24, 0, [], [1, 2, 3, 0, 4, 5, 6]));

        Assert.Equal([0, 0, 0, 6, 5, 4, 3, 2, 1], decoded.Image.Pixels);
        Assert.Contains("2 of 3 rows", Assert.Single(decoded.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_ColourBeyondThePalette_IsBlackWithAWarning()
    {
        DecodedImage decoded = Decode(BmpFiles.Make(1, 1, 8, 0, FourColours, [9, 0, 0, 0], coloursUsed: 4));

        Assert.Equal([0, 0, 0], decoded.Image.Pixels);
        Assert.Contains("palette", Assert.Single(decoded.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100_000, 100_000, 24, 0, ImageFormatError.LimitExceeded, "MaximumPixels")]
    [InlineData(13_000, 13_000, 24, 0, ImageFormatError.Truncated, "within its first row")]
    [InlineData(1, int.MinValue, 24, 0, ImageFormatError.Invalid, "height not 0")]
    [InlineData(-1, 1, 24, 0, ImageFormatError.Invalid, "width must be at least 1")]
    [InlineData(1, 1, 24, 1, ImageFormatError.Invalid, "24 bits a pixel with compression 1")]
    [InlineData(1, 1, 0, 4, ImageFormatError.NotSupported, "JPEG")]
    [InlineData(1, 1, 0, 5, ImageFormatError.NotSupported, "PNG")]
    [InlineData(1, 1, 16, 3, ImageFormatError.Invalid, "colour mask 00000005")]
    public void Decode_BrokenFile_SaysWhatIsWrongAndTakesNoMemory(int width, int height, int bitCount, int compression, ImageFormatError error, string text)
    {
        byte[] file = BmpFiles.Make(width, height, bitCount, compression, compression == 3 ? BmpFiles.Masks(5, 8, 16) : [], [1, 2, 3, 4]);
        long before = GC.GetAllocatedBytesForCurrentThread();

        ImageFormatException exception = Assert.Throws<ImageFormatException>(() => Decode(file));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal(error, exception.Error);
        Assert.Contains(text, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_EveryPrefixOfAFile_IsAPictureOrAnImageFormatException()
    {
        byte[] file = BmpFiles.Make(2, 2, 16, 6, BmpFiles.Masks(0x0F00, 0x00F0, 0x000F, 0xF000), [1, 2, 3, 4, 5, 6, 7, 8]);
        int pictures = 0;
        for (int length = 0; length <= file.Length; length++)
        {
            try
            {
                Decode(file[..length]);
                pictures++;
            }
            catch (ImageFormatException exception)
            {
                Assert.Equal(ImageFormatError.Truncated, exception.Error);
            }
        }

        Assert.Equal(5, pictures);
    }

    private static DecodedImage Decode(byte[] file) => BmpDecoder.Decode(file, ImageDecoderOptions.Default);

    private static byte[] Colour(int index) => [(byte)((index * 3) + 3), (byte)((index * 3) + 2), (byte)((index * 3) + 1)];
}
