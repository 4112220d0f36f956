using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

public sealed class BetaDistributionTests
{
    // Mean 1/2 and variance 1 / (4 (2 alpha + 1)).
    [Theory]
    [InlineData(0.001)]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(8)]
    public void Draw_ManyNumbers_HaveTheMomentsOfTheDistribution(double alpha)
    {
        const int Count = 20_000;
        DeterministicRandom random = new(11);

        double[] values = [.. Enumerable.Range(0, Count).Select(_ => BetaDistribution.Draw(alpha, random))];

        double variance = 1 / (4 * ((2 * alpha) + 1));
        double mean = values.Average();
        Assert.All(values, value => Assert.InRange(value, 0, 1));
        Assert.Equal(0.5, mean, 4 * Math.Sqrt(variance / Count));
        Assert.Equal(variance, values.Sum(value => (value - mean) * (value - mean)) / Count, 0.03 * variance);
    }
}
