using MLNetTransfer.Reporting.Verdicts;

namespace MLNetTransfer.Tests.Reporting.Verdicts;

public sealed class SignTestTests
{
    [Fact]
    public void OneSided_UpToTwelvePictures_IsTheShareOfAllOutcomes()
    {
        for (int trials = 0; trials <= 12; trials++)
        {
            for (int wins = 0; wins <= trials; wins++)
            {
                int atLeast = Enumerable.Range(0, 1 << trials).Count(outcome => System.Numerics.BitOperations.PopCount((uint)outcome) >= wins);

                Assert.Equal((double)atLeast / (1 << trials), SignTest.OneSided(wins, trials - wins), 12);
            }
        }
    }

    [Fact]
    public void OneSided_ManyPictures_IsCloseToTheNormalDistribution()
    {
        // 10,200 of 20,000: 2.8284 deviations, less half a picture for continuity; the tail of the normal distribution above 2.8214 is 0.002391.
        Assert.Equal(0.002391, SignTest.OneSided(10_200, 9_800), 5);
        Assert.Equal(0, SignTest.OneSided(20_000, 0));
    }
}
