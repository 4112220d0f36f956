using MLNetTransfer.Datasets.Augmentation;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

public sealed class ColorAdjustmentTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(1.7)]
    public void Brightness_GivesThePixelsOfTorchvision(double factor) =>
        FixturePicture.AssertInPlace("picture", $"brightness_{FixturePicture.Number(factor)}", image => ColorAdjustment.Brightness(image, factor));

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.7)]
    public void Contrast_GivesThePixelsOfTorchvision(double factor) =>
        FixturePicture.AssertInPlace("picture", $"contrast_{FixturePicture.Number(factor)}", image => ColorAdjustment.Contrast(image, factor));

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.7)]
    public void Saturation_GivesThePixelsOfTorchvision(double factor) =>
        FixturePicture.AssertInPlace("picture", $"saturation_{FixturePicture.Number(factor)}", image => ColorAdjustment.Saturation(image, factor));

    [Fact]
    public void FactorOne_ChangesNothing() =>
        FixturePicture.AssertInPlace("picture", "picture", image =>
        {
            ColorAdjustment.Brightness(image, 1);
            ColorAdjustment.Contrast(image, 1);
            ColorAdjustment.Saturation(image, 1);
        });
}
