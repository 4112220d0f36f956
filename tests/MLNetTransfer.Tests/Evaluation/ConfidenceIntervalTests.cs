using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Tests.Evaluation;

public sealed class ConfidenceIntervalTests
{
    // The intervals of Newcombe ("Two-sided confidence intervals for the single proportion", 1998), table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_PublishedExamples_Agrees(long successes, long trials, double low, double high)
    {
        ConfidenceInterval interval = ConfidenceInterval.Wilson(successes, trials);

        Assert.Equal(low, interval.Low, 0.00005);
        Assert.Equal(high, interval.High, 0.00005);
    }

    [Fact]
    public void Wilson_AllSuccesses_EndsAtOne() => Assert.Equal(1, ConfidenceInterval.Wilson(7, 7).High);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 3)]
    [InlineData(4, 3)]
    public void Wilson_ImpossibleCounts_AreRefused(long successes, long trials) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.Wilson(successes, trials));
}
