using MLNetTransfer.Imaging.Jpeg;

namespace MLNetTransfer.Imaging.Tests.Jpeg;

public sealed class JpegDecoderTests
{
    private static readonly Image Picture = TestPictures.Smooth(50, 70);
    private static readonly byte[] File = JpegEncoder.Encode(Picture);

    [Fact]
    public void Identify_File_GivesItsSize() =>
        Assert.Equal(new ImageInfo(ImageFormat.Jpeg, 50, 70, 1), JpegDecoder.Identify(File, ImageDecoderOptions.Default));

    [Fact]
    public void Decode_ExifSegment_GivesOrientationWithoutTurning()
    {
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        DecodedImage decoded = TestPictures.Decode(TestPictures.Insert(File, 2, exif));
        Assert.Equal(new ImageInfo(ImageFormat.Jpeg, 50, 70, 6), decoded.Info);
        Assert.Equal((50, 70), (decoded.Image.Width, decoded.Image.Height));
    }

    [Fact]
    public void Decode_GarbageAndFillBytesBetweenSegments_ChangesNothing()
    {
        int position = TestPictures.IndexOfMarker(File, JpegMarker.StartOfScan);
        AssertSamePixels(TestPictures.Insert(File, position, 1, 2, 3, 0xFF, 0, 0xFF, 0xFF));
    }

    [Fact]
    public void Decode_WithoutHuffmanTables_UsesThoseOfTheStandard() =>
        AssertSamePixels(TestPictures.WithoutSegments(File, JpegMarker.HuffmanTables));

    [Fact]
    public void Decode_WithoutQuantizationTables_IsInvalid() =>
        Assert.Equal(ImageFormatError.Invalid, TestPictures.ErrorOf(TestPictures.WithoutSegments(File, JpegMarker.QuantizationTables)));

    [Fact]
    public void Decode_QuantizationTablesOf16Bits_AreUnderstood()
    {
        byte[] wide = new byte[130];
        byte[] file = File;
        for (int slot = 0; slot < 2; slot++)
        {
            int start = TestPictures.IndexOfMarker(File, JpegMarker.QuantizationTables) + 4 + (65 * slot);
            wide[0] = (byte)(0x10 | slot);
            for (int k = 0; k < 64; k++)
            {
                wide[2 + (2 * k)] = File[start + 1 + k];
            }

            file = TestPictures.Insert(file, TestPictures.IndexOfMarker(file, JpegMarker.StartOfScan), [0xFF, JpegMarker.QuantizationTables, 0, 131, .. wide.AsSpan(0, 129)]);
        }

        AssertSamePixels(file);
    }

    [Fact]
    public void Decode_LinesGivenAfterTheScan_AreFound()
    {
        byte[] file = [.. File];
        int frame = TestPictures.IndexOfMarker(file, JpegMarker.BaselineFrame);
        file[frame + 5] = 0;
        file[frame + 6] = 0;
        Assert.Equal(ImageFormatError.Invalid, TestPictures.ErrorOf(file));
        AssertSamePixels(TestPictures.Insert(file, file.Length - 2, 0xFF, JpegMarker.NumberOfLines, 0, 4, 0, 70));
    }

    [Fact]
    public void Decode_RestartMarkers_ChangeNothing()
    {
        byte[] file = JpegEncoder.Encode(Picture, 90, chromaSubsampling: true, restartInterval: 3);
        Assert.NotEqual(File.Length, file.Length);
        AssertSamePixels(file);
    }

    [Fact]
    public void Decode_LostRestartInterval_DamagesOnlyItsRows()
    {
        byte[] file = JpegEncoder.Encode(Picture, 90, chromaSubsampling: true, restartInterval: 4);
        int second = TestPictures.IndexOfMarker(file, JpegMarker.Restart0);
        int third = TestPictures.IndexOfMarker(file, JpegMarker.Restart0 + 1);
        DecodedImage decoded = TestPictures.Decode([.. file.AsSpan(0, second), .. file.AsSpan(third)]);
        Image whole = TestPictures.Decode(file).Image;
        Assert.Single(decoded.Warnings);
        Assert.Equal(whole.Row(10).ToArray(), decoded.Image.Row(10).ToArray());
        Assert.NotEqual(whole.Row(24).ToArray(), decoded.Image.Row(24).ToArray());
        Assert.Equal(whole.Row(40).ToArray(), decoded.Image.Row(40).ToArray());
    }

    [Fact]
    public void Decode_MissingEndMarker_ChangesNothing() => AssertSamePixels(File[..^2]);

    [Fact]
    public void Decode_CutInTheScan_KeepsTheRowsBeforeAndWarns()
    {
        DecodedImage decoded = TestPictures.Decode(File[..(File.Length * 3 / 4)]);
        Image whole = TestPictures.Decode(File).Image;
        Assert.Contains("ends early", Assert.Single(decoded.Warnings), StringComparison.Ordinal);
        Assert.Equal(whole.Row(20).ToArray(), decoded.Image.Row(20).ToArray());
        Assert.All(decoded.Image.Row(69).ToArray(), value => Assert.Equal(128, value));
    }

    [Fact]
    public void Decode_EveryPrefix_GivesAPictureOrAFormatError()
    {
        int scan = TestPictures.IndexOfMarker(File, JpegMarker.StartOfScan);
        for (int length = 0; length < File.Length; length++)
        {
            byte[] prefix = File[..length];
            if (length <= scan + 14)
            {
                Assert.Contains(TestPictures.ErrorOf(prefix), new[] { ImageFormatError.Truncated, ImageFormatError.UnknownFormat });
            }
            else if (length > scan + 200)
            {
                Assert.Equal(70, TestPictures.Decode(prefix).Image.Height);
            }
        }
    }

    [Theory]
    [InlineData(0xC3, "lossless")]
    [InlineData(0xC5, "hierarchical")]
    [InlineData(0xC9, "arithmetic")]
    [InlineData(0xCA, "arithmetic")]
    [InlineData(0xCF, "hierarchical")]
    public void Decode_UnsupportedCoding_SaysWhich(byte marker, string word)
    {
        byte[] file = [.. File];
        file[TestPictures.IndexOfMarker(file, JpegMarker.BaselineFrame) + 1] = marker;
        ImageFormatException exception = Assert.Throws<ImageFormatException>(() => TestPictures.Decode(file));
        Assert.Equal(ImageFormatError.NotSupported, exception.Error);
        Assert.Contains(word, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_TwelveBits_IsNotSupported()
    {
        byte[] file = [.. File];
        file[TestPictures.IndexOfMarker(file, JpegMarker.BaselineFrame) + 4] = 12;
        Assert.Equal(ImageFormatError.NotSupported, TestPictures.ErrorOf(file));
    }

    [Fact]
    public void Decode_LimitsPassed_SaysSo()
    {
        Assert.Equal(ImageFormatError.LimitExceeded, TestPictures.ErrorOf(File, new ImageDecoderOptions { MaximumPixels = (50 * 70) - 1 }));
        Assert.Equal(ImageFormatError.LimitExceeded, TestPictures.ErrorOf(File, new ImageDecoderOptions { MaximumMemory = 10_000 }));
        Assert.Equal(ImageFormatError.LimitExceeded, TestPictures.ErrorOf(File, new ImageDecoderOptions { MaximumSegments = 4 }));
        Assert.Equal(50, TestPictures.Decode(File, new ImageDecoderOptions { MaximumPixels = 50 * 70, MaximumSegments = 8 }).Image.Width);
    }

    [Fact]
    public void Decode_ManyScansOfAProgressiveBomb_IsStopped()
    {
        byte[] file = [.. File.AsSpan(0, TestPictures.IndexOfMarker(File, JpegMarker.StartOfScan))];
        int frame = TestPictures.IndexOfMarker(file, JpegMarker.BaselineFrame);
        file[frame + 1] = JpegMarker.ProgressiveFrame;
        file[frame + 5] = file[frame + 7] = 4;

        // The code 0 says that 16,384 blocks and as many more as 14 bits tell have nothing.
        List<byte> bomb = [.. file, 0xFF, JpegMarker.HuffmanTables, 0, 20, 0x10, 1, .. new byte[15], 0xE0];
        for (int i = 0; i < 9_000; i++)
        {
            bomb.AddRange([0xFF, JpegMarker.StartOfScan, 0, 8, 1, 1, 0, 1, 63, 0, .. new byte[40]]);
        }

        Assert.Equal(ImageFormatError.LimitExceeded, TestPictures.ErrorOf([.. bomb]));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(2)]
    [InlineData(1)]
    public void Decode_AtAScale_IsTheSmallerPicture(int scale)
    {
        Image picture = TestPictures.Smooth(200, 150, noise: 0);
        int target = 150 * scale / 8;
        DecodedImage decoded = TestPictures.Decode(JpegEncoder.Encode(picture, 95), new ImageDecoderOptions { TargetSize = target, ReductionGap = 1 });
        Image small = decoded.Image;
        Assert.Equal((((200 * scale) + 7) / 8, ((150 * scale) + 7) / 8), (small.Width, small.Height));
        Assert.Equal((200, 150), (decoded.Info.Width, decoded.Info.Height));
        int cell = 8 / scale;
        double sum = 0;
        for (int y = 0; y < 150 / cell; y++)
        {
            for (int x = 0; x < 200 / cell; x++)
            {
                double mean = 0;
                for (int i = 0; i < cell * cell; i++)
                {
                    mean += picture.Row((y * cell) + (i / cell))[3 * ((x * cell) + (i % cell))] / (double)(cell * cell);
                }

                sum += Math.Abs(mean - small.Row(y)[3 * x]);
            }
        }

        Assert.InRange(sum / (150 / cell * (200 / cell)), 0, 3);
    }

    private static void AssertSamePixels(byte[] file)
    {
        DecodedImage decoded = TestPictures.Decode(file);
        Assert.Equal(TestPictures.Decode(File).Image.Pixels, decoded.Image.Pixels);
        Assert.Empty(decoded.Warnings);
    }
}
