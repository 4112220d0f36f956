using MLNetTransfer.Imaging.Png;

namespace MLNetTransfer.Imaging.Tests.Png;

public sealed class PngEncoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 50)]
    [InlineData(50, 1)]
    [InlineData(127, 65)]
    [InlineData(700, 600)]
    public void Encode_AnyPicture_DecodesToTheSamePixels(int width, int height)
    {
        foreach (Image image in new[] { Noise(width, height), Gradient(width, height), new Image(width, height) })
        {
            byte[] file = PngEncoder.Encode(image);
            DecodedImage decoded = ImageDecoder.Decode(file);

            Assert.Equal((width, height), (decoded.Image.Width, decoded.Image.Height));
            Assert.Equal(image.Pixels, decoded.Image.Pixels);
            Assert.Empty(decoded.Warnings);
            Assert.Equal(file, PngEncoder.Encode(image));
        }
    }

    [Fact]
    public void Encode_SmoothPicture_IsMadeSmallByItsFilters()
    {
        Image image = Gradient(256, 256);

        Assert.InRange(PngEncoder.Encode(image).Length, 100, image.Pixels.Length / 50);
    }

    private static Image Noise(int width, int height)
    {
        Image image = new(width, height);
        new Random(width).NextBytes(image.Pixels);
        return image;
    }

    private static Image Gradient(int width, int height)
    {
        Image image = new(width, height);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)(((i / 3) % width) + ((i / 3) / width) + (i % 3));
        }

        return image;
    }
}
