using MLNetTransfer.Reporting.Charts;

namespace MLNetTransfer.Tests.Reporting.Charts;

public sealed class AxisTicksTests
{
    [Theory]
    [InlineData(0, 1, 6, false, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0.85, 1, 6, false, "0.85 0.90 0.95 1.00")]
    [InlineData(1, 5, 9, true, "1 2 3 4 5")]
    [InlineData(1, 2, 9, true, "1 2")]
    [InlineData(-3, 7, 3, true, "0 5")]
    public void Linear_Range_GivesRoundValues(double low, double high, int most, bool whole, string expected)
    {
        string labels = string.Join(' ', AxisTicks.Linear(low, high, most, whole).Select(tick => tick.Label));

        Assert.Equal(expected, labels);
    }

    [Fact]
    public void Logarithmic_Range_GivesPowersOfTen() =>
        Assert.Equal(["1e-6", "1e-5", "1e-4", "1e-3", "1e-2", "1e-1", "1e0"], AxisTicks.Logarithmic(1e-6, 1, 9).Select(tick => tick.Label));
}
