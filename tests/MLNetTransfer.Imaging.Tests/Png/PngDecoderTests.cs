using MLNetTransfer.Imaging.Png;

namespace MLNetTransfer.Imaging.Tests.Png;

public sealed class PngDecoderTests
{
    private static readonly ImageDecoderOptions Green = new() { Background = (10, 200, 30) };

    public static TheoryData<int, int> ColourTypes => new()
    {
        { 0, 1 }, { 0, 2 }, { 0, 4 }, { 0, 8 }, { 0, 16 }, { 2, 8 }, { 2, 16 }, { 3, 1 }, { 3, 2 }, { 3, 4 }, { 3, 8 }, { 4, 8 }, { 4, 16 }, { 6, 8 }, { 6, 16 },
    };

    [Theory]
    [MemberData(nameof(ColourTypes))]
    public void Decode_EveryColourTypeAndDepthWithAllFilters_GivesTheColours(int colourType, int depth)
    {
        const int Width = 37;
        const int Height = 11;
        int[] samples = PngFiles.RandomSamples(Width, Height, depth, colourType, seed: 1);
        byte[] palette = PaletteOf(256, 1 << depth);
        byte[][] middle = colourType == 3 ? [PngFiles.Chunk("PLTE", palette)] : [];
        byte[] expected = Expected(samples, depth, colourType, palette);

        foreach (bool interlaced in new[] { false, true })
        {
            DecodedImage decoded = PngDecoder.Decode(PngFiles.Make(Width, Height, depth, colourType, samples, interlaced, -1, middle), Green);

            Assert.Equal(expected, decoded.Image.Pixels);
            Assert.Empty(decoded.Warnings);
            Assert.Equal(new ImageInfo(ImageFormat.Png, Width, Height, 1), decoded.Info);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Decode_OneFilterForAllRows_GivesTheColours(int filter)
    {
        foreach ((int colourType, int depth) in new[] { (0, 1), (0, 8), (2, 8), (4, 8), (6, 8), (0, 16), (2, 16), (4, 16), (6, 16) })
        {
            int[] samples = PngFiles.RandomSamples(13, 5, depth, colourType, seed: filter);

            DecodedImage decoded = PngDecoder.Decode(PngFiles.Make(13, 5, depth, colourType, samples, interlaced: false, filter), Green);

            Assert.Equal(Expected(samples, depth, colourType, []), decoded.Image.Pixels);
        }
    }

    [Fact]
    public void Decode_InterlacedOfEverySmallSize_EqualsTheSamePictureInOnePass()
    {
        for (int width = 1; width <= 17; width++)
        {
            for (int height = 1; height <= 9; height++)
            {
                int[] samples = PngFiles.RandomSamples(width, height, 8, 2, seed: (width * 100) + height);

                DecodedImage decoded = PngDecoder.Decode(PngFiles.Make(width, height, 8, 2, samples, interlaced: true), ImageDecoderOptions.Default);

                Assert.Equal(samples.Select(sample => (byte)sample), decoded.Image.Pixels);
                Assert.Empty(decoded.Warnings);
            }
        }
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0, 2, 2)]
    [InlineData(0, 4, 9)]
    [InlineData(0, 8, 200)]
    [InlineData(0, 16, 0x1234)]
    [InlineData(2, 8, 77)]
    [InlineData(2, 16, 0x4D01)]
    public void Decode_TransparentColour_IsLaidOnTheBackgroundOnlyWhereAllBitsAgree(int colourType, int depth, int key)
    {
        int count = PngFiles.SamplesOf(colourType);
        int other = key ^ 1;
        int[] samples = [.. Enumerable.Repeat(key, count), .. Enumerable.Repeat(other, count)];
        byte[] transparent = [.. Enumerable.Repeat(new[] { (byte)(key >> 8), (byte)key }, count).SelectMany(pair => pair)];

        Image image = PngDecoder.Decode(PngFiles.Make(2, 1, depth, colourType, samples, false, 0, PngFiles.Chunk("tRNS", transparent)), Green).Image;

        byte level = (byte)(depth == 16 ? other >> 8 : other * 255 / ((1 << depth) - 1));
        Assert.Equal([10, 200, 30, level, level, level], image.Pixels);
    }

    [Fact]
    public void Decode_PaletteWithAlphas_IsLaidOnTheBackground()
    {
        byte[] palette = PngFiles.Chunk("PLTE", [100, 100, 100, 50, 60, 70, 1, 2, 3]);
        byte[] alphas = PngFiles.Chunk("tRNS", [0, 128]);

        Image image = PngDecoder.Decode(PngFiles.Make(3, 1, 2, 3, [0, 1, 2], false, 0, palette, alphas), Green).Image;

        Assert.Equal([10, 200, 30, 30, 130, 50, 1, 2, 3], image.Pixels);
    }

    [Fact]
    public void Decode_ColourBeyondThePalette_IsBlackWithAWarning()
    {
        byte[] palette = PngFiles.Chunk("PLTE", [9, 8, 7]);

        DecodedImage decoded = PngDecoder.Decode(PngFiles.Make(2, 1, 8, 3, [0, 5], false, 0, palette), Green);

        Assert.Equal([9, 8, 7, 0, 0, 0], decoded.Image.Pixels);
        Assert.Contains("palette", Assert.Single(decoded.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_CutData_GivesTheRowsThatAreThere()
    {
        int[] samples = PngFiles.RandomSamples(40, 40, 8, 2, seed: 3);
        byte[] whole = PngFiles.Make(40, 40, 8, 2, samples);

        DecodedImage decoded = PngDecoder.Decode(whole.AsMemory(0, whole.Length / 2), Green);

        byte[] expected = [.. samples.Select(sample => (byte)sample)];
        int same = decoded.Image.Pixels.AsSpan().CommonPrefixLength(expected) / (40 * 3);
        Assert.InRange(same, 10, 20);
        Assert.Equal(0, decoded.Image.Pixels.AsSpan(Math.Min(40, same + 1) * 40 * 3).IndexOfAnyExcept((byte)0) + 1);
        Assert.Contains(decoded.Warnings, warning => warning.StartsWith("Rows are missing", StringComparison.Ordinal));
    }

    [Fact]
    public void Decode_CutInterlacedData_FillsMissingPixelsFromEarlierPasses()
    {
        int[] samples = [.. Enumerable.Repeat(new[] { 200, 100, 50 }, 64 * 64).SelectMany(pixel => pixel)];
        byte[] rows = PngFiles.Rows(64, 64, 8, 2, samples, interlaced: true, filter: 0);
        byte[] cut = PngFiles.Compress(rows.AsSpan(0, (25 * 8) + (25 * 8) + 49));
        byte[] file = PngFiles.Join(PngFiles.Signature, PngFiles.Header(64, 64, 8, 2, interlaced: true), PngFiles.Chunk("IDAT", cut), PngFiles.Chunk("IEND", []));

        DecodedImage decoded = PngDecoder.Decode(file, Green);

        Assert.Equal(samples.Select(sample => (byte)sample), decoded.Image.Pixels);
        Assert.NotEmpty(decoded.Warnings);
    }

    [Fact]
    public void Decode_DataWithoutAnyRow_IsTruncated()
    {
        byte[] file = PngFiles.Join(PngFiles.Signature, PngFiles.Header(64, 64, 8, 2), PngFiles.Chunk("IDAT", PngFiles.Compress(new byte[100])), PngFiles.Chunk("IEND", []));

        ImageFormatException exception = Assert.Throws<ImageFormatException>(() => PngDecoder.Decode(file, Green));

        Assert.Equal(ImageFormatError.Truncated, exception.Error);
    }

    [Fact]
    public void Decode_WrongAdlerChecksum_GivesAllRowsWithAWarning()
    {
        int[] samples = PngFiles.RandomSamples(31, 17, 8, 2, seed: 4);
        byte[] data = PngFiles.Compress(PngFiles.Rows(31, 17, 8, 2, samples, false, -1));
        data[^1] ^= 1;
        byte[] file = PngFiles.Join(PngFiles.Signature, PngFiles.Header(31, 17, 8, 2), PngFiles.Chunk("IDAT", data), PngFiles.Chunk("IEND", []));

        DecodedImage decoded = PngDecoder.Decode(file, Green);

        Assert.Equal(samples.Select(sample => (byte)sample), decoded.Image.Pixels);
        Assert.Contains("Adler-32", Assert.Single(decoded.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_DataInManySmallChunks_GivesThePicture()
    {
        int[] samples = PngFiles.RandomSamples(31, 17, 8, 2, seed: 5);
        byte[] data = PngFiles.Compress(PngFiles.Rows(31, 17, 8, 2, samples, false, -1));
        byte[][] chunks = [.. data.Chunk(7).Append([]).Select(part => PngFiles.Chunk("IDAT", part))];
        byte[] file = PngFiles.Join([PngFiles.Signature, PngFiles.Header(31, 17, 8, 2), .. chunks, PngFiles.Chunk("IEND", [])]);

        DecodedImage decoded = PngDecoder.Decode(file, Green);

        Assert.Equal(samples.Select(sample => (byte)sample), decoded.Image.Pixels);
        Assert.Empty(decoded.Warnings);
    }

    [Fact]
    public void Decode_DataThatInflateWithoutEnd_StopsAtThePicture()
    {
        byte[] endless = PngFiles.Compress(new byte[50_000_000]);
        byte[] file = PngFiles.Join(PngFiles.Signature, PngFiles.Header(4, 4, 8, 2), PngFiles.Chunk("IDAT", endless), PngFiles.Chunk("IEND", []));
        long before = GC.GetAllocatedBytesForCurrentThread();

        DecodedImage decoded = PngDecoder.Decode(file, Green);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000);
        Assert.Contains("more pixels", Assert.Single(decoded.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_BombOfDeclaredPixels_IsRefusedBeforeMemoryIsTaken()
    {
        byte[] file = PngFiles.Join(PngFiles.Signature, PngFiles.Header(100_000, 100_000, 16, 6), PngFiles.Chunk("IDAT", PngFiles.Compress(new byte[1000])), PngFiles.Chunk("IEND", []));
        long before = GC.GetAllocatedBytesForCurrentThread();

        ImageFormatException byPixels = Assert.Throws<ImageFormatException>(() => PngDecoder.Decode(file, Green));
        ImageFormatException byMemory = Assert.Throws<ImageFormatException>(() => PngDecoder.Decode(file, Green with { MaximumPixels = long.MaxValue }));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal(ImageFormatError.LimitExceeded, byPixels.Error);
        Assert.Contains("MaximumPixels", byPixels.Message, StringComparison.Ordinal);
        Assert.Equal(ImageFormatError.LimitExceeded, byMemory.Error);
        Assert.Contains("MaximumMemory", byMemory.Message, StringComparison.Ordinal);
    }

    private static byte[] PaletteOf(int seed, int colours)
    {
        byte[] palette = new byte[colours * 3];
        new Random(seed).NextBytes(palette);
        return palette;
    }

    private static byte[] Expected(int[] samples, int depth, int colourType, byte[] palette)
    {
        int count = PngFiles.SamplesOf(colourType);
        byte[] background = [Green.Background.Red, Green.Background.Green, Green.Background.Blue];
        List<byte> pixels = [];
        for (int at = 0; at < samples.Length; at += count)
        {
            int[] eight = [.. samples.AsSpan(at, count).ToArray().Select(sample => depth == 16 ? sample >> 8 : sample * 255 / ((1 << depth) - 1))];
            for (int channel = 0; channel < 3; channel++)
            {
                pixels.Add(colourType switch
                {
                    0 => (byte)eight[0],
                    2 => (byte)eight[channel],
                    3 => palette[(samples[at] * 3) + channel],
                    4 => Mix(eight[0], eight[1], background[channel]),
                    _ => Mix(eight[channel], eight[3], background[channel]),
                });
            }
        }

        return [.. pixels];
    }

    private static byte Mix(int colour, int alpha, int background) => (byte)Math.Round(((alpha * colour) + ((255 - alpha) * background)) / 255.0);
}
