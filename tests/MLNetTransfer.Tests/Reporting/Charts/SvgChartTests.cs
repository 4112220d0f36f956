using System.Globalization;
using System.Xml.Linq;
using MLNetTransfer.Reporting.Charts;

namespace MLNetTransfer.Tests.Reporting.Charts;

public sealed class SvgChartTests
{
    [Theory]
    [InlineData(40, 6, 6)]
    [InlineData(40, 6, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(0, 0, 3)]
    [InlineData(5, 0, 0)]
    [InlineData(0, 200, 0)]
    [InlineData(0, 0, 0)]
    public void ToFile_Curves_IsWellFormedAndNoTextsOverlap(int head, int tuned, int scratch)
    {
        XElement svg = XElement.Parse(SvgChart.ToFile(TrainingCharts.Curves(ReportSamples.History(head, tuned, scratch))));

        Assert.Equal("svg", svg.Name.LocalName);
        Assert.Contains(svg.Elements(), element => element.Name.LocalName == "title" && element.Value.Length > 0);
        Assert.Contains(svg.Elements(), element => element.Name.LocalName == "desc" && element.Value.Length > 0);
        AssertNoOverlap(svg);
        Assert.Equal(head > 0 && tuned > 0 ? 2 : 0, Texts(svg).Count(text => text.Value == "fine-tuning starts"));
        Assert.Equal(scratch > 0 && head + tuned > 0, svg.Descendants().Any(element => ((string?)element.Attribute("class"))?.Contains("dashed", StringComparison.Ordinal) == true));
    }

    [Fact]
    public void ToFile_LearningRates_MarksTheSuggestion()
    {
        ChartPoint[] points = [.. Enumerable.Range(0, 80).Select(index => new ChartPoint(Math.Pow(10, -6 + (index / 13.0)), 2 + Math.Sin(index / 15.0))), new(2, double.NaN), new(0, 1)];

        XElement svg = XElement.Parse(SvgChart.ToFile(TrainingCharts.LearningRates(points, 3e-3)));

        Assert.Contains(Texts(svg), text => text.Value == "suggested rate 3e-3");
        Assert.Contains(Texts(svg), text => text.Value == "1e-4");
        AssertNoOverlap(svg);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0)]
    [InlineData(1e300)]
    [InlineData(-1e-300)]
    public void ToFile_StrangeValues_StayInsideThePicture(double value)
    {
        LineChart chart = new() { Title = "<t>", Description = "&", HorizontalName = "x", Series = [new("a\u0001\ud800", [new(1, value), new(2, value), new(3, double.NaN), new(4, value)])] };

        XElement svg = XElement.Parse(SvgChart.ToFile(chart));

        foreach (string number in svg.Descendants().SelectMany(element => element.Attributes()).Where(attribute => attribute.Name.LocalName is "x" or "y" or "cx" or "cy").Select(attribute => attribute.Value))
        {
            Assert.InRange(double.Parse(number, CultureInfo.InvariantCulture), -1, 481);
        }
    }

    private static IEnumerable<XElement> Texts(XElement svg) => svg.Descendants().Where(element => element.Name.LocalName == "text");

    // 7 units a letter is a little more than these fonts take; texts on one line must be that far apart.
    private static void AssertNoOverlap(XElement svg)
    {
        var boxes = Texts(svg).Select(text =>
        {
            double x = (double)text.Attribute("x")!;
            double width = text.Value.Length * 7;
            double left = (string?)text.Attribute("text-anchor") switch { "middle" => x - (width / 2), "end" => x - width, _ => x };
            return (Left: left, Right: left + width, Y: (double)text.Attribute("y")!, text.Value);
        }).ToArray();
        for (int first = 0; first < boxes.Length; first++)
        {
            Assert.InRange(boxes[first].Left, -1, 480);
            for (int second = 0; second < first; second++)
            {
                bool apart = Math.Abs(boxes[first].Y - boxes[second].Y) >= 13 || boxes[first].Right <= boxes[second].Left || boxes[second].Right <= boxes[first].Left;
                Assert.True(apart, $"'{boxes[first].Value}' lies on '{boxes[second].Value}'.");
            }
        }
    }
}
