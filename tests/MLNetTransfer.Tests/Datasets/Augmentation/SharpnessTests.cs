using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

public sealed class SharpnessTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(1.7)]
    public void Apply_GivesThePixelsOfTorchvision(double factor)
    {
        Image source = FixturePicture.Load("picture");
        Image result = new(source.Width, source.Height);

        Sharpness.Apply(source, factor, result);

        FixturePicture.AssertClose(FixturePicture.Load($"sharpness_{FixturePicture.Number(factor)}"), result, 0);
    }

    [Fact]
    public void Apply_PictureOfOnePixel_IsCopied()
    {
        Image source = new(1, 1, [1, 2, 3]);
        Image result = new(1, 1);

        Sharpness.Apply(source, 0, result);

        Assert.Equal(source.Pixels, result.Pixels);
    }
}
