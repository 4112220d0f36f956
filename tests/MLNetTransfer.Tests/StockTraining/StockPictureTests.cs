using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Jpeg;
using MLNetTransfer.Imaging.Png;
using MLNetTransfer.StockTraining;

namespace MLNetTransfer.Tests.StockTraining;

public sealed class StockPictureTests
{
    private static readonly byte[] Pixels = [.. Enumerable.Range(0, 16 * 12 * 3).Select(index => (byte)(index * 5))];

    [Fact]
    public void Read_PlainJpeg_IsTheFile()
    {
        byte[] jpeg = JpegEncoder.Encode(new Image(16, 12, Pixels));

        Assert.Same(jpeg, StockPicture.Read(jpeg));
    }

    [Fact]
    public void Read_OtherFormat_IsPngOfTheSamePixels()
    {
        byte[] read = StockPicture.Read(Bitmap());

        Assert.Equal(ImageFormat.Png, ImageFormatDetector.Detect(read));
        Assert.Equal(ImageDecoder.Decode(Bitmap()).Image.Pixels.ToArray(), ImageDecoder.Decode(read).Image.Pixels.ToArray());
    }

    [Fact]
    public void Read_NoPicture_IsRefused() => Assert.ThrowsAny<ImageFormatException>(() => StockPicture.Read([1, 2, 3]));

    // What libraries without arithmetic coding or four colours refuse comes as PNG; every other JPEG as it is.
    [SharedDataFact]
    public void Read_AwkwardFiles_AreWhatEveryDecoderReads()
    {
        int asTheyAre = 0;
        int rewritten = 0;
        foreach (string path in Directory.GetFiles(Path.Combine(Repository.SharedData!, "awkward"), "*.jpg", SearchOption.AllDirectories))
        {
            byte[] content = File.ReadAllBytes(path);
            byte[] read;
            try
            {
                read = StockPicture.Read(content);
            }
            catch (ImageFormatException)
            {
                continue;
            }

            asTheyAre += ReferenceEquals(read, content) ? 1 : 0;
            rewritten += ReferenceEquals(read, content) ? 0 : 1;
            string name = Path.GetFileName(path);
            if (name.Contains("cmyk", StringComparison.OrdinalIgnoreCase) || name.Contains("ycck", StringComparison.OrdinalIgnoreCase))
            {
                Assert.Equal(ImageFormat.Png, ImageFormatDetector.Detect(read));
            }
        }

        Assert.True(asTheyAre > rewritten && rewritten > 0, $"{asTheyAre} as they are, {rewritten} rewritten");
    }

    // 24 bits, rows from below, each padded to four bytes.
    private static byte[] Bitmap()
    {
        byte[] file = new byte[54 + (16 * 12 * 3)];
        "BM"u8.CopyTo(file);
        BitConverter.TryWriteBytes(file.AsSpan(2), file.Length);
        file[10] = 54;
        file[14] = 40;
        file[18] = 16;
        file[22] = 12;
        file[26] = 1;
        file[28] = 24;
        Pixels.CopyTo(file, 54);
        return file;
    }
}
