using MLNetTransfer.Datasets.Drawing;

namespace MLNetTransfer.Tests.Datasets.Drawing;

public class DrawingRandomTests
{
    [Fact]
    public void NextBits_SeedZero_GivesTheNumbersOfThePublishedAlgorithm()
    {
        DrawingRandom random = new(0);

        // xoshiro256** after splitmix64, computed with an implementation in Python's whole numbers.
        Assert.Equal(0x99EC5F36CB75F2B4UL, random.NextBits());
        Assert.Equal(0xBF6E1F784956452AUL, random.NextBits());
        Assert.Equal(0x1A5F849D4933E6E0UL, random.NextBits());
        Assert.Equal(0x6AA594F1262D2D2CUL, random.NextBits());
    }

    [Fact]
    public void Normal_ManyNumbers_HaveMeanZeroAndDeviationOne()
    {
        DrawingRandom random = new(7);
        double[] numbers = [.. Enumerable.Range(0, 100_000).Select(_ => random.Normal())];

        Assert.Equal(0, numbers.Average(), 0.02);
        Assert.Equal(1, numbers.Average(number => number * number), 0.02);
    }

    [Fact]
    public void Index_ManyNumbers_ReachesEveryValueAndNoOther()
    {
        DrawingRandom random = new(7);

        Assert.Equal([0, 1, 2, 3, 4], Enumerable.Range(0, 1000).Select(_ => random.Index(5)).Distinct().Order());
    }
}
