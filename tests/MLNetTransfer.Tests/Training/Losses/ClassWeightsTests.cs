using MLNetTransfer.Training.Losses;

namespace MLNetTransfer.Tests.Training.Losses;

public sealed class ClassWeightsTests
{
    [Fact]
    public void Balanced_UnevenClasses_CountAlikeAndOneOnAverage()
    {
        int[] counts = [3, 300, 0, 30];
        double[] weights = ClassWeights.Balanced(counts);
        Assert.Equal([37, 0.37, 0, 3.7], weights, (expected, found) => Math.Abs(expected - found) < 1e-12);
        Assert.Equal(counts.Sum(), counts.Zip(weights).Sum(pair => pair.First * pair.Second), 1e-9);
    }

    [Theory]
    [InlineData(new[] { 100, 400 }, 4, false)]
    [InlineData(new[] { 100, 401 }, 4.01, true)]
    [InlineData(new[] { 3, 0, 300 }, 100, true)]
    [InlineData(new[] { 5 }, 1, false)]
    public void ShouldBalance_RatioAboveFour_IsTrue(int[] counts, double ratio, bool expected)
    {
        Assert.Equal(ratio, ClassWeights.RatioOf(counts));
        Assert.Equal(expected, ClassWeights.ShouldBalance(counts));
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 0, 0 })]
    [InlineData(new[] { 3, -1 })]
    public void Balanced_NoCounts_AreRefused(int[] counts) => Assert.Throws<ArgumentException>(() => ClassWeights.Balanced(counts));
}
