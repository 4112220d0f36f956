using MLNetTransfer.Imaging.Png;

namespace MLNetTransfer.Imaging.Tests.Png;

public sealed class PngFileTests
{
    // A TIFF block, big-endian, with the one entry orientation = 6.
    private static readonly byte[] Orientation6 = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];

    private static readonly byte[] Head = PngFiles.Join(PngFiles.Signature, PngFiles.Header(2, 1, 8, 2));
    private static readonly byte[] Data = PngFiles.Chunk("IDAT", PngFiles.Compress(PngFiles.Rows(2, 1, 8, 2, [1, 2, 3, 4, 5, 6], false, 0)));
    private static readonly byte[] End = PngFiles.Chunk("IEND", []);

    [Theory]
    [InlineData("eXIf")]
    [InlineData("tEXt")]
    [InlineData("zTXt")]
    public void Identify_ExifBeforeOrAfterThePixels_GivesTheOrientation(string type)
    {
        byte[] chunk = type switch
        {
            "eXIf" => PngFiles.Chunk(type, Orientation6),
            "tEXt" => PngFiles.Chunk(type, [.. "Raw profile type exif\0"u8, .. RawProfile()]),
            _ => PngFiles.Chunk(type, [.. "Raw profile type exif\0\0"u8, .. PngFiles.Compress(RawProfile())]),
        };

        foreach (byte[] file in new[] { PngFiles.Join(Head, chunk, Data, End), PngFiles.Join(Head, Data, chunk, End) })
        {
            Assert.Equal(new ImageInfo(ImageFormat.Png, 2, 1, 6), PngDecoder.Identify(file, ImageDecoderOptions.Default));
            Assert.Equal(6, PngDecoder.Decode(file, ImageDecoderOptions.Default).Info.Orientation);
        }
    }

    [Fact]
    public void Decode_RawProfileThatInflatesWithoutEnd_IsIgnored()
    {
        byte[] bomb = PngFiles.Chunk("zTXt", [.. "Raw profile type exif\0\0"u8, .. PngFiles.Compress(new byte[20_000_000])]);
        long before = GC.GetAllocatedBytesForCurrentThread();

        DecodedImage decoded = PngDecoder.Decode(PngFiles.Join(Head, bomb, Data, End), ImageDecoderOptions.Default);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal(1, decoded.Info.Orientation);
    }

    [Fact]
    public void Decode_AncillaryChunkWithWrongChecksum_IsIgnoredWithAWarning()
    {
        byte[] broken = PngFiles.Chunk("eXIf", Orientation6);
        broken[^1] ^= 0x55;

        DecodedImage decoded = PngDecoder.Decode(PngFiles.Join(Head, broken, Data, End), ImageDecoderOptions.Default);

        Assert.Equal(1, decoded.Info.Orientation);
        Assert.Contains("eXIf", Assert.Single(decoded.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_PixelsWithWrongChecksum_AreGivenWithAWarning()
    {
        byte[] broken = [.. Data];
        broken[^1] ^= 0x55;

        DecodedImage decoded = PngDecoder.Decode(PngFiles.Join(Head, broken, End), ImageDecoderOptions.Default);

        Assert.Equal([1, 2, 3, 4, 5, 6], decoded.Image.Pixels);
        Assert.Contains("IDAT", Assert.Single(decoded.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_MissingEndAndPixelsInterrupted_GiveWarningsOnly()
    {
        byte[] compressed = PngFiles.Compress(PngFiles.Rows(2, 1, 8, 2, [1, 2, 3, 4, 5, 6], false, 0));
        byte[] file = PngFiles.Join(Head, PngFiles.Chunk("IDAT", compressed.AsSpan(0, 5)), PngFiles.Chunk("tIME", new byte[7]), PngFiles.Chunk("IDAT", compressed.AsSpan(5)));

        DecodedImage decoded = PngDecoder.Decode(file, ImageDecoderOptions.Default);

        Assert.Equal([1, 2, 3, 4, 5, 6], decoded.Image.Pixels);
        Assert.Equal(2, decoded.Warnings.Count);
    }

    [Fact]
    public void Decode_ContentAfterTheEnd_IsIgnored()
    {
        DecodedImage decoded = PngDecoder.Decode(PngFiles.Join(Head, Data, End, [1, 2, 3]), ImageDecoderOptions.Default);

        Assert.Empty(decoded.Warnings);
    }

    public static TheoryData<string, ImageFormatError, string> BrokenFiles => new()
    {
        { "signature", ImageFormatError.Invalid, "signature is damaged" },
        { "signature cut", ImageFormatError.Truncated, "within its signature" },
        { "header cut", ImageFormatError.Truncated, "ends within its chunk IHDR" },
        { "no header", ImageFormatError.Invalid, "first chunk of the PNG file is IDAT" },
        { "header checksum", ImageFormatError.Invalid, "IHDR has a wrong checksum" },
        { "two headers", ImageFormatError.Invalid, "two headers" },
        { "header length", ImageFormatError.Invalid, "12 bytes instead of 13" },
        { "depth", ImageFormatError.Invalid, "colour type 2 with bit depth 4" },
        { "width", ImageFormatError.Invalid, "declares 0x1 pixels" },
        { "interlacing", ImageFormatError.Invalid, "interlace method 2" },
        { "no pixels", ImageFormatError.Truncated, "no pixels (IDAT)" },
        { "no palette", ImageFormatError.Invalid, "no palette (PLTE)" },
        { "palette length", ImageFormatError.Invalid, "has 4 bytes" },
        { "two palettes", ImageFormatError.Invalid, "two palettes" },
        { "palette checksum", ImageFormatError.Invalid, "PLTE has a wrong checksum" },
        { "critical chunk", ImageFormatError.NotSupported, "needs its chunk QUUX" },
        { "iPhone", ImageFormatError.NotSupported, "CgBI" },
        { "zlib header", ImageFormatError.Invalid, "no zlib header" },
        { "deflate", ImageFormatError.Invalid, "are damaged" },
        { "filter", ImageFormatError.Invalid, "filter 5" },
        { "many chunks", ImageFormatError.LimitExceeded, "MaximumSegments" },
    };

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public void Decode_BrokenFile_SaysWhatIsWrong(string kind, ImageFormatError error, string text)
    {
        ImageFormatException exception = Assert.Throws<ImageFormatException>(() => PngDecoder.Decode(Broken(kind), ImageDecoderOptions.Default));

        Assert.Equal(error, exception.Error);
        Assert.Contains(text, exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Broken(string kind)
    {
        byte[] header = PngFiles.Header(2, 1, 8, 2);
        byte[] paletteHeader = PngFiles.Header(2, 1, 8, 3);
        byte[] palette = PngFiles.Chunk("PLTE", [1, 2, 3]);
        byte[] content = header[8..^4];
        return kind switch
        {
            "signature" => PngFiles.Join([0x89, (byte)'P', (byte)'N', (byte)'G', 10, 26, 10, 0], header, Data, End),
            "signature cut" => PngFiles.Signature[..5],
            "header cut" => Head[..^6],
            "no header" => PngFiles.Join(PngFiles.Signature, Data, End),
            "header checksum" => PngFiles.Join(PngFiles.Signature, [.. header[..^1], (byte)~header[^1]], Data, End),
            "two headers" => PngFiles.Join(Head, header, Data, End),
            "header length" => PngFiles.Join(PngFiles.Signature, PngFiles.Chunk("IHDR", content.AsSpan(0, 12)), Data, End),
            "depth" => PngFiles.Join(PngFiles.Signature, PngFiles.Header(2, 1, 4, 2), Data, End),
            "width" => PngFiles.Join(PngFiles.Signature, PngFiles.Header(0, 1, 8, 2), Data, End),
            "interlacing" => PngFiles.Join(PngFiles.Signature, PngFiles.Chunk("IHDR", [.. content[..12], 2]), Data, End),
            "no pixels" => PngFiles.Join(Head, End),
            "no palette" => PngFiles.Join(PngFiles.Signature, paletteHeader, Data, End),
            "palette length" => PngFiles.Join(PngFiles.Signature, paletteHeader, PngFiles.Chunk("PLTE", [1, 2, 3, 4]), Data, End),
            "two palettes" => PngFiles.Join(PngFiles.Signature, paletteHeader, palette, palette, Data, End),
            "palette checksum" => PngFiles.Join(PngFiles.Signature, paletteHeader, [.. palette[..^1], (byte)~palette[^1]], Data, End),
            "critical chunk" => PngFiles.Join(Head, PngFiles.Chunk("QUUX", []), Data, End),
            "iPhone" => PngFiles.Join(PngFiles.Signature, PngFiles.Chunk("CgBI", [0x50, 0, 0x20, 6]), header, Data, End),
            "zlib header" => PngFiles.Join(Head, PngFiles.Chunk("IDAT", [1, 2, 3]), End),
            "deflate" => PngFiles.Join(Head, PngFiles.Chunk("IDAT", [0x78, 0x9C, 0xFF, 0xFF, 0xFF, 0xFF]), End),
            "filter" => PngFiles.Join(Head, PngFiles.Chunk("IDAT", PngFiles.Compress([5, 1, 2, 3, 4, 5, 6])), End),
            "many chunks" => PngFiles.Join([Head, .. Enumerable.Repeat(PngFiles.Chunk("tIME", new byte[7]), 10_001), Data, End]),
            _ => throw new ArgumentException(kind, nameof(kind)),
        };
    }

    private static byte[] RawProfile()
    {
        byte[] profile = [.. "Exif\0\0"u8, .. Orientation6];
        string digits = Convert.ToHexStringLower(profile);
        return System.Text.Encoding.ASCII.GetBytes($"\nexif\n{profile.Length,8}\n{digits[..36]}\n{digits[36..]}\n");
    }
}
