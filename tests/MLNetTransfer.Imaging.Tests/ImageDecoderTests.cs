using MLNetTransfer.Imaging.Png;
using MLNetTransfer.Imaging.Tests.Bmp;
using MLNetTransfer.Imaging.Tests.Gif;
using MLNetTransfer.Imaging.Tests.Png;

namespace MLNetTransfer.Imaging.Tests;

public sealed class ImageDecoderTests
{
    // A TIFF block, big-endian, with the one entry orientation = 6: a quarter turn clockwise makes the picture upright.
    private static readonly byte[] Orientation6 = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void Decode_EmptyFile_IsNamedEmpty()
    {
        Assert.Equal(ImageFormatError.Empty, Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(default)).Error);
        Assert.Equal(ImageFormatError.Empty, Assert.Throws<ImageFormatException>(() => ImageDecoder.Identify(default)).Error);
    }

    [Fact]
    public void Decode_Text_IsNamedUnknownWithItsFirstBytes()
    {
        ImageFormatException exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode("hello, world"u8.ToArray()));

        Assert.Equal(ImageFormatError.UnknownFormat, exception.Error);
        Assert.Contains("68656C6C6F2C2077", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("524946462400000057454250", "WebP", ImageFormat.WebP)]
    [InlineData("49492A0008000000", "TIFF", ImageFormat.Tiff)]
    [InlineData("00000018667479706865696300000000", "HEIC", ImageFormat.Heic)]
    [InlineData("00000018667479706176696600000000", "AVIF", ImageFormat.Avif)]
    [InlineData("FF4FFF51", "JPEG 2000", ImageFormat.Jpeg2000)]
    [InlineData("FF0A", "JPEG XL", ImageFormat.JpegXl)]
    [InlineData("000001000100", "ICO (Windows icon)", ImageFormat.Icon)]
    public void Decode_FormatThatIsOnlyRecognised_IsRefusedByName(string head, string name, ImageFormat format)
    {
        byte[] content = Convert.FromHexString(head);

        ImageFormatException exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(content));

        Assert.Equal(ImageFormatError.NotSupported, exception.Error);
        Assert.Equal($"{name} is not supported; convert it to JPEG or PNG.", exception.Message);
        Assert.Equal(new ImageInfo(format, 0, 0, 1), ImageDecoder.Identify(content));
    }

    [Fact]
    public void Decode_EachFormat_IsFoundByItsContent()
    {
        byte[] palette = [1, 2, 3, 4, 5, 6];
        (byte[] File, ImageFormat Format)[] cases =
        [
            (PngEncoder.Encode(new Image(1, 1, [1, 2, 3])), ImageFormat.Png),
            (BmpFiles.Make(1, 1, 24, 0, [], [3, 2, 1, 0]), ImageFormat.Bmp),
            ([.. GifFiles.Screen(1, 1, palette), .. GifFiles.Frame(0, 0, 1, 1, [], 2, [0]), 0x3B], ImageFormat.Gif),
        ];
        foreach ((byte[] file, ImageFormat format) in cases)
        {
            DecodedImage decoded = ImageDecoder.Decode(file);

            Assert.Equal([1, 2, 3], decoded.Image.Pixels);
            Assert.Equal(new ImageInfo(format, 1, 1, 1), decoded.Info);
            Assert.Equal(decoded.Info, ImageDecoder.Identify(file));
        }
    }

    [Fact]
    public void Decode_Orientation_TurnsThePictureOnlyIfAsked()
    {
        byte[] file = PngFiles.Make(2, 1, 8, 2, [1, 2, 3, 4, 5, 6], false, 0, PngFiles.Chunk("eXIf", Orientation6));

        DecodedImage upright = ImageDecoder.Decode(file);
        DecodedImage stored = ImageDecoder.Decode(file, new ImageDecoderOptions { ApplyOrientation = false });

        Assert.Equal((1, 2), (upright.Image.Width, upright.Image.Height));
        Assert.Equal([1, 2, 3, 4, 5, 6], upright.Image.Pixels);
        Assert.Equal((2, 1), (stored.Image.Width, stored.Image.Height));
        Assert.Equal(new ImageInfo(ImageFormat.Png, 2, 1, 6), upright.Info);
        Assert.Equal(upright.Info, stored.Info);
    }

    [Fact]
    public void Decode_TurningBeyondTheMemoryLimit_IsRefused()
    {
        byte[] file = PngFiles.Make(100, 100, 8, 2, new int[30_000], false, 0, PngFiles.Chunk("eXIf", Orientation6));
        ImageDecoderOptions options = new() { MaximumMemory = 45_000 };

        Assert.Equal(ImageFormatError.LimitExceeded, Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file, options)).Error);
        Assert.Equal(100, ImageDecoder.Decode(file, options with { ApplyOrientation = false }).Image.Width);
    }

    [Fact]
    public void DecodeFile_WrongName_DoesNotMatter()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("picture.jpg", PngEncoder.Encode(new Image(1, 1, [1, 2, 3])));

        Assert.Equal(ImageFormat.Png, ImageDecoder.DecodeFile(path).Info.Format);
    }

    [Fact]
    public void DecodeFile_BrokenFile_NamesThePathAndKeepsTheError()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("empty.jpg", []);

        ImageFormatException exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.DecodeFile(path));

        Assert.Equal($"{path}: The file is empty.", exception.Message);
        Assert.Equal(ImageFormatError.Empty, exception.Error);
    }

    [Fact]
    public void DecodeFile_FileBeyondTheMemoryLimit_IsNotRead()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("large.png", new byte[100_000]);
        ImageDecoderOptions options = new() { MaximumMemory = 50_000 };

        ImageFormatException exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.DecodeFile(path, options));

        Assert.Equal(ImageFormatError.LimitExceeded, exception.Error);
        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DecodeFile_MissingFile_IsAnIOException()
    {
        using TemporaryFolder folder = new();

        Assert.Throws<FileNotFoundException>(() => ImageDecoder.DecodeFile(folder.PathOf("missing.jpg")));
    }
}
