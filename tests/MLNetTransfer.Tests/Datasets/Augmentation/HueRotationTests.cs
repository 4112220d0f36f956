using MLNetTransfer.Datasets.Augmentation;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

public sealed class HueRotationTests
{
    [Theory]
    [InlineData(-0.3)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void Apply_GivesThePixelsOfTorchvision(double turns) =>
        FixturePicture.AssertInPlace("picture", $"hue_{FixturePicture.Number(turns)}", image => HueRotation.Apply(image, turns));
}
