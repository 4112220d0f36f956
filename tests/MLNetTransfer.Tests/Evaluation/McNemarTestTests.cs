using System.Numerics;
using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Tests.Evaluation;

public sealed class McNemarTestTests
{
    [Fact]
    public void Compute_FewPictures_IsTheShareOfAllOutcomesThatAreAsUneven()
    {
        for (int trials = 0; trials <= 14; trials++)
        {
            for (int first = 0; first <= trials; first++)
            {
                int unevenness = Math.Abs((2 * first) - trials);
                int outcomes = Enumerable.Range(0, 1 << trials).Count(outcome => Math.Abs((2 * BitOperations.PopCount((uint)outcome)) - trials) >= unevenness);

                McNemarTest test = McNemarTest.Compute(first, trials - first);

                Assert.Equal(outcomes / (double)(1 << trials), test.PValue, 1e-12);
                Assert.Equal("McNemar's test, exact", test.Method);
            }
        }
    }

    [Theory]
    [InlineData(5, 20)]
    [InlineData(13, 12)]
    [InlineData(40, 40)]
    [InlineData(0, 30)]
    [InlineData(700, 640)]
    public void Compute_ManyPictures_CountsTheObservedOutcomeHalf(int first, int second)
    {
        int trials = first + second;
        BigInteger coefficient = 1;
        BigInteger below = 0;
        int smaller = Math.Min(first, second);
        for (int count = 0; count < smaller; count++)
        {
            below += coefficient;
            coefficient = coefficient * (trials - count) / (count + 1);
        }

        // Twice the mid-p of one side: 2 P(less) + P(equal).
        double expected = Math.Min(1, Math.Exp(BigInteger.Log((2 * below) + coefficient) - (trials * Math.Log(2))));

        McNemarTest test = McNemarTest.Compute(first, second);

        Assert.Equal(expected, test.PValue, 1e-9);
        Assert.Equal("McNemar's test, mid-p", test.Method);
        Assert.Equal(test.PValue, McNemarTest.Compute(second, first).PValue);
    }

    // Bentur and others (2009), as worked out by Fagerland, Lydersen and Laake (2013): exact conditional 0.070.
    [Fact]
    public void Compute_PublishedExample_Agrees() => Assert.Equal(0.0703, McNemarTest.Compute(1, 7).PValue, 0.00005);

    [Fact]
    public void Compute_NegativeCount_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => McNemarTest.Compute(-1, 2));
}
