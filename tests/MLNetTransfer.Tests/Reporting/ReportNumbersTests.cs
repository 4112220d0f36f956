using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MLNetTransfer.Reporting;

namespace MLNetTransfer.Tests.Reporting;

/// <summary>Every number of the page is that of <c>metrics.json</c>, rounded to the digits that are shown.</summary>
public sealed partial class ReportNumbersTests
{
    [Theory]
    [InlineData(2, 30, 0)]
    [InlineData(5, 400, 3)]
    [InlineData(50, 2000, 4)]
    public void ToHtml_MarkedNumbers_EqualThoseOfTheFile(int classes, int pictures, double strength)
    {
        ReportData data = ReportSamples.Whole(classes, pictures, strength);
        JsonObject root = [];
        ReportMetrics.AddTo(root, data);
        JsonNode file = JsonNode.Parse(root.ToJsonString())!;

        XElement[] marked = [.. XElement.Parse(HtmlReport.ToHtml(data).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)).Descendants().Where(element => element.Attribute("data-metric") is not null)];

        Assert.True(marked.Length > 100, $"Only {marked.Length} numbers are marked.");
        foreach (XElement element in marked)
        {
            string path = (string)element.Attribute("data-metric")!;
            AssertShows(element.Value, Find(file, path).GetValue<double>(), path);
        }
    }

    [Fact]
    public void ToHtml_TablesOfResults_HaveNoOtherNumbers()
    {
        ReportData data = ReportSamples.Whole();
        XElement page = XElement.Parse(HtmlReport.ToHtml(data).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        string[] results = ["comparison", "classes", "calibration", "rejection"];

        foreach (XElement section in page.Descendants("section").Where(section => results.Contains((string?)section.Attribute("aria-labelledby"))))
        {
            foreach (XElement cell in section.Descendants("td").Where(cell => cell.Attribute("data-metric") is null && (string?)cell.Attribute("class") == "number"))
            {
                Assert.DoesNotMatch("[0-9]", string.Concat(cell.Nodes().OfType<XText>()));
                Assert.All(cell.Elements(), element => Assert.NotNull(element.Attribute("data-metric")));
            }
        }

        XElement verdict = page.Descendants("section").Single(section => ((string?)section.Attribute("class"))?.StartsWith("verdict", StringComparison.Ordinal) == true);
        Assert.All(
            verdict.Descendants().Where(element => element.Name.LocalName is "p" or "li"),
            paragraph => Assert.DoesNotMatch("[0-9]", string.Concat(paragraph.Nodes().OfType<XText>()).Replace("95 % interval", "", StringComparison.Ordinal).Replace("fault", "", StringComparison.Ordinal).Replace("found 1 ", "", StringComparison.Ordinal)));
    }

    private static JsonNode Find(JsonNode root, string path)
    {
        JsonNode node = root;
        foreach (Match step in Step().Matches(path))
        {
            node = (step.Groups["index"].Success ? node[int.Parse(step.Groups["index"].Value, CultureInfo.InvariantCulture)] : node[step.Value])
                ?? throw new InvalidOperationException($"metrics.json has no {path}: {step.Value} is missing.");
        }

        return node;
    }

    private static void AssertShows(string shown, double value, string path)
    {
        if (shown == "below 0.001")
        {
            Assert.InRange(value, 0, 0.0005);
            return;
        }

        bool isPercent = shown.EndsWith(" %", StringComparison.Ordinal) || (path.StartsWith("comparison", StringComparison.Ordinal) && (path.EndsWith("difference", StringComparison.Ordinal) || path.EndsWith("low", StringComparison.Ordinal) || path.EndsWith("high", StringComparison.Ordinal)));
        string number = shown.Replace(" %", "", StringComparison.Ordinal);
        int decimals = number.Contains('.', StringComparison.Ordinal) ? number.Length - number.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        double half = 0.5 * Math.Pow(10, -decimals) * (1 + 1e-9);
        double difference = Math.Abs(double.Parse(number, CultureInfo.InvariantCulture) - (isPercent ? 100 * value : value));
        Assert.True(difference <= half, $"{path} is shown as {shown}, but is {value.ToString("R", CultureInfo.InvariantCulture)}.");
    }

    [GeneratedRegex(@"\[(?<index>\d+)\]|[A-Za-z0-9]+")]
    private static partial Regex Step();
}
