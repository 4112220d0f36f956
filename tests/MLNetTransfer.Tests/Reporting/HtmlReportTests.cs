using System.Text.RegularExpressions;
using System.Xml.Linq;
using MLNetTransfer.Reporting;

namespace MLNetTransfer.Tests.Reporting;

public sealed partial class HtmlReportTests
{
    [Fact]
    public void ToHtml_Whole_IsWellFormedAndEscapesEverything()
    {
        string html = HtmlReport.ToHtml(ReportSamples.Report());

        XElement page = Parse(html);

        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName == "script");
        Assert.Equal("Flowers <&> \"more\"", page.Descendants("h1").Single().Value);
        Assert.Contains(page.Descendants("th"), cell => cell.Value == "<script>alert(1)</script>");
        Assert.Contains(page.Descendants("code"), code => code.Value == "mlnet-transfer train \"my <flowers>\" --seed 1");
        Assert.Equal(2, page.Descendants().Count(element => element.Name.LocalName == "svg"));
    }

    [Fact]
    public void ToHtml_Whole_NeedsNoNetwork()
    {
        string html = HtmlReport.ToHtml(ReportSamples.Report()).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);

        Assert.DoesNotMatch(Outside(), html);
    }

    [Fact]
    public void ToHtml_Whole_TellsAccuracyWithIntervalAndWhatFineTuningBrought()
    {
        ReportData data = ReportSamples.Report();

        string html = HtmlReport.ToHtml(data);

        Assert.Contains("95 % interval", html, StringComparison.Ordinal);
        Assert.Contains("head alone, before fine-tuning", html, StringComparison.Ordinal);
        Assert.Contains("same network from random weights", html, StringComparison.Ordinal);
        int tuned = data.History.Rows.Count(row => row.Phase != TrainingPhase.Head);
        Assert.Equal(tuned + 1, Parse(html).Descendants("tr").Count(row => row.Elements("td").Count() == 8));
    }

    [Fact]
    public void ToHtml_ManyClasses_ListsMistakesInsteadOfAMatrix()
    {
        ReportData data = ReportSamples.Report() with { Validation = ReportSamples.Evaluation([.. Enumerable.Range(0, 40).Select(index => $"class {index}")]) };

        string html = HtmlReport.ToHtml(data);

        Assert.Contains("Most frequent mistakes", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"matrix\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_LittleData_LeavesTheRestOut()
    {
        string html = HtmlReport.ToHtml(new ReportData { Title = "t", Backbone = "b" });

        Assert.Equal(["What was trained"], Parse(html).Descendants("h2").Select(heading => heading.Value));
    }

    private static XElement Parse(string html) => XElement.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));

    [GeneratedRegex(@"https?:|//\w|url\(|@import|src=|href=", RegexOptions.IgnoreCase)]
    private static partial Regex Outside();
}
