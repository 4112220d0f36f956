using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

public sealed class TrivialAugmentationTests
{
    private const int Draws = 28_000;

    // Magnitudes of torchvision's TrivialAugmentWide: least, largest, number of different ones.
    [Theory]
    [InlineData("Identity", 0, 0, 1)]
    [InlineData("ShearX", -0.99, 0.99, 61)]
    [InlineData("ShearY", -0.99, 0.99, 61)]
    [InlineData("TranslateX", -32, 32, 61)]
    [InlineData("TranslateY", -32, 32, 61)]
    [InlineData("Rotate", -135, 135, 61)]
    [InlineData("Brightness", -0.99, 0.99, 61)]
    [InlineData("Color", -0.99, 0.99, 61)]
    [InlineData("Contrast", -0.99, 0.99, 61)]
    [InlineData("Sharpness", -0.99, 0.99, 61)]
    [InlineData("Posterize", 2, 8, 7)]
    [InlineData("Solarize", 0, 255, 31)]
    [InlineData("AutoContrast", 0, 0, 1)]
    [InlineData("Equalize", 0, 0, 1)]
    public void Draw_EveryOperation_IsAsLikelyAndCoversItsSpace(string name, double least, double largest, int different)
    {
        DeterministicRandom random = new(5);
        TrivialOperation operation = Enum.Parse<TrivialOperation>(name);

        double[] magnitudes = [.. Enumerable.Range(0, Draws).Select(_ => TrivialAugmentation.Draw(random)).Where(drawn => drawn.Operation == operation).Select(drawn => drawn.Magnitude)];

        // 2000 are expected, with a deviation of 43.
        Assert.InRange(magnitudes.Length, 1800, 2200);
        Assert.Equal(least, magnitudes.Min(), 1e-12);
        Assert.Equal(largest, magnitudes.Max(), 1e-12);
        Assert.Equal(different, magnitudes.Select(magnitude => magnitude + 0.0).Distinct().Count());
    }
}
