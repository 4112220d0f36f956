using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;
using MLNetTransfer.Reporting.Pictures;

namespace MLNetTransfer.Tests.Reporting.Pictures;

public sealed class ThumbnailTests
{
    [Theory]
    [InlineData(400, 200, 128, 128, 64)]
    [InlineData(30, 900, 90, 3, 90)]
    [InlineData(40, 20, 128, 40, 20)]
    [InlineData(5000, 1, 100, 100, 1)]
    public void Of_Picture_KeepsItsShapeAndIsNeverEnlarged(int width, int height, int side, int expectedWidth, int expectedHeight)
    {
        Image small = ImageDecoder.Decode(Thumbnail.Of(new Image(width, height), side)).Image;

        Assert.Equal((expectedWidth, expectedHeight), (small.Width, small.Height));
    }

    [Fact]
    public void Of_LargeNoisyPicture_TakesAFewKilobytes()
    {
        Image image = new(2000, 1500);
        new Random(1).NextBytes(image.Pixels);

        Assert.InRange(Thumbnail.Of(image, Thumbnail.GallerySide).Length, 1000, 40_000);
    }

    [Fact]
    public void TryOf_Garbage_IsNull()
    {
        Assert.Null(Thumbnail.TryOf(new byte[] { 1, 2, 3 }, 100));
        Assert.Null(Thumbnail.TryOf(Array.Empty<byte>(), 100));
        Assert.NotNull(Thumbnail.TryOf(PngEncoder.Encode(new Image(3, 3)), 100));
    }
}
