using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

public sealed class ToneCurveTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Posterize_GivesThePixelsOfTorchvision(int bits) =>
        FixturePicture.AssertInPlace("picture", $"posterize_{bits}", image => ToneCurve.Posterize(image, bits));

    [Theory]
    [InlineData(0)]
    [InlineData(93.5)]
    [InlineData(255)]
    public void Solarize_GivesThePixelsOfTorchvision(double threshold) =>
        FixturePicture.AssertInPlace("picture", $"solarize_{FixturePicture.Number(threshold)}", image => ToneCurve.Solarize(image, threshold));

    [Theory]
    [InlineData("picture", "equalize")]
    [InlineData("dull", "equalize_dull")]
    public void Equalize_GivesThePixelsOfTorchvision(string source, string expected) =>
        FixturePicture.AssertInPlace(source, expected, ToneCurve.Equalize);

    [Fact]
    public void AutoContrast_GivesThePixelsOfTorchvision() =>
        FixturePicture.AssertInPlace("dull", "autocontrast_dull", ToneCurve.AutoContrast);

    [Fact]
    public void EqualizeAndAutoContrast_OfOneColor_ChangeNothing()
    {
        Image image = new(5, 3);
        image.Pixels.AsSpan().Fill(77);

        ToneCurve.Equalize(image);
        ToneCurve.AutoContrast(image);

        Assert.All(image.Pixels, level => Assert.Equal(77, level));
    }
}
