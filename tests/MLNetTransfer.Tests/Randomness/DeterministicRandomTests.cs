using MLNetTransfer.Randomness;

namespace MLNetTransfer.Tests.Randomness;

public sealed class DeterministicRandomTests
{
    [Theory]
    [InlineData(42UL, new[] { 0x15780b2e0c2ec716UL, 0x6104d9866d113a7eUL, 0xae17533239e499a1UL, 0xecb8ad4703b360a1UL })]
    [InlineData(0UL, new[] { 0x99ec5f36cb75f2b4UL, 0xbf6e1f784956452aUL })]
    public void NextUInt64_Seed_GivesNumbersOfTheAuthorsAlgorithm(ulong seed, ulong[] expected)
    {
        DeterministicRandom random = new(seed);

        Assert.Equal(expected, expected.Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void DeriveSeed_PurposeOutsideAscii_GivesStatedNumber() =>
        Assert.Equal(0xd2bf6bb6985acb50UL, DeterministicRandom.DeriveSeed(7, "split/rosé", 3));

    [Fact]
    public void DeriveSeed_AnyPartDiffers_Differs()
    {
        ulong[] seeds =
        [
            DeterministicRandom.DeriveSeed(1, "a"), DeterministicRandom.DeriveSeed(2, "a"), DeterministicRandom.DeriveSeed(1, "b"),
            DeterministicRandom.DeriveSeed(1, "a", 1), DeterministicRandom.DeriveSeed(1, "a", 2), DeterministicRandom.DeriveSeed(0, "a", 1),
        ];

        Assert.Equal(seeds.Length, seeds.Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void NextInt32_Bound_GivesEachNumberEquallyOften(int bound)
    {
        const int Draws = 70_000;
        DeterministicRandom random = new(1);
        int[] counts = new int[bound];
        for (int draw = 0; draw < Draws; draw++)
        {
            counts[random.NextInt32(bound)]++;
        }

        double expected = (double)Draws / bound;
        Assert.All(counts, count => Assert.InRange(count, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected))));
    }

    [Fact]
    public void NextInt32_LargestBound_StaysBelowIt()
    {
        DeterministicRandom random = new(2);

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.NextInt32(int.MaxValue), 0, int.MaxValue - 1));
    }

    [Fact]
    public void NextInt32_BoundOfZero_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new DeterministicRandom(1).NextInt32(0));

    [Fact]
    public void NextDouble_ManyDraws_AreUniformFromZeroToBelowOne()
    {
        DeterministicRandom random = new(3);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];

        Assert.InRange(values.Min(), 0, 1e-3);
        Assert.InRange(values.Max(), 0.999, 1 - double.Epsilon);
        Assert.Equal(0.5, values.Average(), 0.005);
        Assert.Equal(1.0 / 12, values.Average(value => (value - 0.5) * (value - 0.5)), 0.001);
    }

    [Fact]
    public void NextSingle_ManyDraws_AreBelowOne()
    {
        DeterministicRandom random = new(4);
        float[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextSingle())];

        Assert.All(values, value => Assert.InRange(value, 0, 0.99999994f));
        Assert.Equal(0.5, values.Average(), 0.005);
    }

    [Fact]
    public void NextGaussian_ManyDraws_HaveTheMomentsOfTheNormalDistribution()
    {
        DeterministicRandom random = new(5);
        double[] values = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextGaussian())];

        Assert.Equal(0, values.Average(), 0.01);
        Assert.Equal(1, values.Average(value => value * value), 0.015);
        Assert.Equal(3, values.Average(value => value * value * value * value), 0.1);
        Assert.Equal(0.0227501, values.Count(value => value > 2) / 200_000.0, 0.0015);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-5)]
    [InlineData(0.3)]
    [InlineData(0.70710678118654746)]
    [InlineData(0.9999999)]
    [InlineData(1.5)]
    [InlineData(1e200)]
    public void Logarithm_Number_IsThatOfTheRuntime(double value) => Assert.Equal(Math.Log(value), DeterministicRandom.Logarithm(value), Math.Abs(Math.Log(value)) * 4e-16);

    [Fact]
    public void Shuffle_ThreeItems_GivesEachOrderEquallyOften()
    {
        DeterministicRandom random = new(6);
        Dictionary<string, int> counts = [];
        for (int draw = 0; draw < 6000; draw++)
        {
            char[] items = ['a', 'b', 'c'];
            random.Shuffle<char>(items);
            string order = new(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150));
    }
}
