using MLNetTransfer.Explanation;

namespace MLNetTransfer.Tests.Explanation;

public sealed class HeatMapTests
{
    [Fact]
    public void From_Values_AreScaledAndNeverNegative()
    {
        HeatMap heat = HeatMap.From(2, 2, [4, -1, double.NaN, 2]);

        Assert.Equal(4, heat.Peak);
        Assert.Equal([1f, 0f, 0f, 0.5f], heat.Values.ToArray());
    }

    [Fact]
    public void From_NothingAboveZero_HasNoHeat()
    {
        HeatMap heat = HeatMap.From(2, 1, [-1, 0]);

        Assert.Equal((0f, 0.5, 0.5, 0.0), (heat.Peak, heat.CentreX, heat.CentreY, heat.HottestTenth));
        Assert.All(heat.Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(0.125, 0.25, 0)]
    [InlineData(0.25, 0.25, 0.5)]
    [InlineData(0.375, 0.25, 1)]
    [InlineData(0, 0.25, 0)]
    [InlineData(1.5, -1, 1)]
    [InlineData(0.25, 0.5, 0.25)]
    [InlineData(0.875, 0.75, 0)]
    public void At_PointBetweenPlaces_IsBilinear(double x, double y, double expected)
    {
        HeatMap heat = HeatMap.From(4, 2, [0, 1, 1, 1, 0, 0, 0, 0]);

        Assert.Equal(expected, heat.At(x, y), 1e-6);
    }

    [Fact]
    public void Statistics_EvenHeat_IsInTheMiddleAndATenthIsATenth()
    {
        HeatMap heat = HeatMap.From(3, 3, [2, 2, 2, 2, 2, 2, 2, 2, 2]);

        Assert.Equal(0.5, heat.CentreX, 1e-9);
        Assert.Equal(0.5, heat.CentreY, 1e-9);
        Assert.Equal(0.1, heat.HottestTenth, 1e-9);
    }

    [Fact]
    public void Statistics_HeatInOneOfManyPlaces_LiesThere()
    {
        double[] values = new double[32 * 32];
        values[(8 * 32) + 24] = 1;

        HeatMap heat = HeatMap.From(32, 32, values);

        Assert.Equal((24 + 0.5) / 32, heat.CentreX, 1e-6);
        Assert.Equal((8 + 0.5) / 32, heat.CentreY, 1e-6);
        Assert.Equal(1, heat.HottestTenth, 1e-6);
    }

    [Fact]
    public void Colours_Lightness_RisesEvenly()
    {
        double[] lightness = [.. Enumerable.Range(0, 101).Select(step => Lightness(HeatColours.Of(step / 100f)))];

        Assert.InRange(lightness[0], 0, 1);
        Assert.InRange(lightness[100], 97, 100);
        Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0.4, 1.8));
    }

    // L* of CIE 1976 by the formulas of IEC 61966-2-1 and CIE 15.
    private static double Lightness((float Red, float Green, float Blue) colour)
    {
        double luminance = (0.2126 * Linear(colour.Red)) + (0.7152 * Linear(colour.Green)) + (0.0722 * Linear(colour.Blue));
        return luminance > 216.0 / 24389 ? (116 * Math.Cbrt(luminance)) - 16 : luminance * 24389 / 27;

        static double Linear(double channel) => channel / 255 <= 0.04045 ? channel / 255 / 12.92 : Math.Pow(((channel / 255) + 0.055) / 1.055, 2.4);
    }
}
