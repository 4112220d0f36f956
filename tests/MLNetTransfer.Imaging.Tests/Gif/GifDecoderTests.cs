using MLNetTransfer.Imaging.Gif;

namespace MLNetTransfer.Imaging.Tests.Gif;

public sealed class GifDecoderTests
{
    private static readonly ImageDecoderOptions Blue = new() { Background = (1, 2, 250) };
    private static readonly byte[] Palette4 = [10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42];
    private static readonly byte[] Trailer = [0x3B];

    [Theory]
    [InlineData("87a")]
    [InlineData("89a")]
    public void Decode_PlainFrame_GivesItsColours(string version)
    {
        byte[] file = [.. GifFiles.Screen(3, 2, Palette4, version), .. GifFiles.Frame(0, 0, 3, 2, [], 2, [0, 1, 2, 3, 3, 0]), .. Trailer];

        DecodedImage decoded = GifDecoder.Decode(file, Blue);

        Assert.Equal([10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42, 40, 41, 42, 10, 11, 12], decoded.Image.Pixels);
        Assert.Equal(new ImageInfo(ImageFormat.Gif, 3, 2, 1), decoded.Info);
        Assert.Empty(decoded.Warnings);
    }

    [Theory]
    [InlineData(1, 300)]
    [InlineData(2, 10_000)]
    [InlineData(4, 60_000)]
    [InlineData(8, 60_000)]
    public void Decode_RandomAndRepeatingColours_FillAndClearTheTable(int symbolBits, int count)
    {
        byte[] palette = new byte[3 << symbolBits];
        new Random(1).NextBytes(palette);
        foreach (int spread in new[] { 1, 2, 1 << symbolBits })
        {
            Random random = new(symbolBits);
            byte[] indices = [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(Math.Min(spread, 1 << symbolBits)))];
            byte[] file = [.. GifFiles.Screen(count / 10, 10, palette), .. GifFiles.Frame(0, 0, count / 10, 10, [], symbolBits, indices), .. Trailer];

            DecodedImage decoded = GifDecoder.Decode(file, Blue);

            Assert.Equal(indices.SelectMany(index => palette[(index * 3)..((index * 3) + 3)]), decoded.Image.Pixels);
            Assert.Empty(decoded.Warnings);
        }
    }

    [Fact]
    public void Decode_InterlacedFrame_PutsRowsInOrder()
    {
        for (int height = 1; height <= 20; height++)
        {
            int[] order =
            [
                .. Enumerable.Range(0, height).Where(y => y % 8 == 0), .. Enumerable.Range(0, height).Where(y => y % 8 == 4),
                .. Enumerable.Range(0, height).Where(y => y % 4 == 2), .. Enumerable.Range(0, height).Where(y => y % 2 == 1),
            ];
            byte[] palette = [.. Enumerable.Range(0, 32).SelectMany(level => new[] { (byte)level, (byte)level, (byte)level })];
            byte[] stored = [.. order.Select(y => (byte)y)];
            byte[] file = [.. GifFiles.Screen(1, height, palette), .. GifFiles.Frame(0, 0, 1, height, [], 5, stored, interlaced: true), .. Trailer];

            byte[] pixels = GifDecoder.Decode(file, Blue).Image.Pixels;

            Assert.Equal(Enumerable.Range(0, height).Select(y => (byte)y), pixels.Where((_, at) => at % 3 == 0));
        }
    }

    [Fact]
    public void Decode_TransparentFrameSmallerThanTheScreen_IsLaidOnTheBackground()
    {
        byte[] own = [99, 98, 97, 96, 95, 94];
        byte[] file = [.. GifFiles.Screen(3, 2, Palette4), .. GifFiles.Transparency(1), .. GifFiles.Frame(1, 1, 2, 1, own, 2, [0, 1]), .. Trailer];

        Image image = GifDecoder.Decode(file, Blue).Image;

        Assert.Equal([1, 2, 250, 1, 2, 250, 1, 2, 250, 1, 2, 250, 99, 98, 97, 1, 2, 250], image.Pixels);
    }

    [Fact]
    public void Decode_FrameThatSticksOut_MakesThePictureLarger()
    {
        byte[] file = [.. GifFiles.Screen(1, 1, Palette4), .. GifFiles.Frame(1, 0, 1, 2, [], 2, [2, 3]), .. Trailer];

        DecodedImage decoded = GifDecoder.Decode(file, Blue);

        Assert.Equal([1, 2, 250, 30, 31, 32, 1, 2, 250, 40, 41, 42], decoded.Image.Pixels);
        Assert.Equal((2, 2), (GifDecoder.Identify(file, Blue).Width, GifDecoder.Identify(file, Blue).Height));
    }

    [Fact]
    public void Decode_NoPalette_TakesLevelsOfGreyWithAWarning()
    {
        byte[] file = [.. GifFiles.Screen(2, 1, []), .. GifFiles.Frame(0, 0, 2, 1, [], 8, [7, 200]), .. Trailer];

        DecodedImage decoded = GifDecoder.Decode(file, Blue);

        Assert.Equal([7, 7, 7, 200, 200, 200], decoded.Image.Pixels);
        Assert.Single(decoded.Warnings);
    }

    [Fact]
    public void Decode_CutFile_GivesThePixelsThatAreThere()
    {
        byte[] indices = [.. Enumerable.Range(0, 400).Select(at => (byte)((at * 7 / 3) % 4))];
        byte[] whole = [.. GifFiles.Screen(20, 20, Palette4), .. GifFiles.Frame(0, 0, 20, 20, [], 2, indices)];

        DecodedImage decoded = GifDecoder.Decode(whole.AsMemory(0, whole.Length - 20), Blue);

        byte[] expected = [.. indices.SelectMany(index => Palette4[(index * 3)..((index * 3) + 3)])];
        int same = decoded.Image.Pixels.AsSpan().CommonPrefixLength(expected) / 3;
        Assert.InRange(same, 40, 399);
        Assert.Equal([1, 2, 250], decoded.Image.Pixels[^3..]);
        Assert.Contains("of the 400 pixels", Assert.Single(decoded.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_BombOfDeclaredPixels_IsRefusedBeforeMemoryIsTaken()
    {
        byte[] file = [.. GifFiles.Screen(65535, 65535, Palette4), .. GifFiles.Frame(0, 0, 65535, 65535, [], 2, [1]), .. Trailer];
        long before = GC.GetAllocatedBytesForCurrentThread();

        ImageFormatException byPixels = Assert.Throws<ImageFormatException>(() => GifDecoder.Decode(file, Blue));
        ImageFormatException byMemory = Assert.Throws<ImageFormatException>(() => GifDecoder.Decode(file, Blue with { MaximumPixels = long.MaxValue }));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Contains("MaximumPixels", byPixels.Message, StringComparison.Ordinal);
        Assert.Contains("MaximumMemory", byMemory.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_BrokenFile_SaysWhatIsWrong()
    {
        byte[] screen = GifFiles.Screen(2, 2, Palette4);
        byte[] frame = GifFiles.Frame(0, 0, 2, 2, [], 2, [0, 1, 2, 3]);
        (byte[] File, ImageFormatError Error, string Text)[] cases =
        [
            (screen[..9], ImageFormatError.Truncated, "before its first picture"),
            (screen[..20], ImageFormatError.Truncated, "before its first picture"),
            (screen, ImageFormatError.Truncated, "before its first picture"),
            ([.. screen, .. frame[..6]], ImageFormatError.Truncated, "before its first picture"),
            ([.. screen, .. frame[..10]], ImageFormatError.Truncated, "before its first pixel"),
            ([.. screen, .. Trailer], ImageFormatError.Invalid, "no picture"),
            ([.. screen, 0x77], ImageFormatError.Invalid, "block of kind 77"),
            ([.. screen, .. GifFiles.Frame(0, 0, 0, 2, [], 2, [0])], ImageFormatError.Invalid, "0x2 pixels"),
            ([.. screen, .. frame[..10], 12, 1, 1, 0], ImageFormatError.Invalid, "12 bits"),
            ([.. screen, .. frame[..10], 2, 1, 0xFF, 0], ImageFormatError.Truncated, "breaks before its first pixel"),
            ([.. screen, .. Enumerable.Repeat(GifFiles.Transparency(1), 10_001).SelectMany(part => part), .. frame], ImageFormatError.LimitExceeded, "MaximumSegments"),
        ];
        foreach ((byte[] file, ImageFormatError error, string text) in cases)
        {
            ImageFormatException exception = Assert.Throws<ImageFormatException>(() => GifDecoder.Decode(file, Blue));

            Assert.Equal((error, true), (exception.Error, exception.Message.Contains(text, StringComparison.Ordinal)));
        }
    }
}
