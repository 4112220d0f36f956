using System.Text.RegularExpressions;
using System.Xml.Linq;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting;

namespace MLNetTransfer.Tests.Reporting;

public sealed partial class HtmlReportTests
{
    [Fact]
    public void ToHtml_Whole_IsWellFormedAndEscapesEverything()
    {
        string html = HtmlReport.ToHtml(ReportSamples.Report());

        XElement page = Parse(html);

        Assert.Equal(ReportScript.Text, page.Descendants().Single(element => element.Name.LocalName == "script").Value);
        Assert.Equal("Flowers <&> \"more\"", page.Descendants("h1").Single().Value);
        Assert.Contains(page.Descendants("th"), cell => cell.Value == "<script>alert(1)</script>");
        Assert.Contains(page.Descendants("code"), code => code.Value == "mlnet-transfer train \"my <flowers>\" --seed 1");
        Assert.Equal(["Accuracy", "Loss"], page.Descendants().Where(element => element.Name.LocalName == "svg" && (string?)element.Attribute("class") == "chart").Select(element => (string?)element.Attribute("aria-label")));
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

    [Fact]
    public void ToHtml_WithEverything_LoadsOnlyPicturesInsideOfItAndForbidsTheRest()
    {
        XElement page = Parse(HtmlReport.ToHtml(ReportSamples.Whole()));

        Assert.All(page.Descendants("img"), image => Assert.StartsWith("data:image/jpeg;base64,", (string?)image.Attribute("src"), StringComparison.Ordinal));
        Assert.All(page.Descendants().Attributes("href"), link => Assert.Contains(page.Descendants().Attributes("id"), id => "#" + id.Value == link.Value));
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName == "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        string policy = (string)page.Descendants("meta").Single(meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content")!;
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("style", "style-src")]
    [InlineData("script", "script-src")]
    public void ToHtml_Policy_HasTheDigestOfWhatIsInThePage(string element, string directive)
    {
        XElement page = Parse(HtmlReport.ToHtml(ReportSamples.Whole()));
        byte[] content = System.Text.Encoding.UTF8.GetBytes(page.Descendants().Single(each => each.Name.LocalName == element).Value);

        string digest = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(content));

        Assert.Contains($"{directive} 'sha256-{digest}'", (string)page.Descendants("meta").Single(meta => meta.Attribute("http-equiv") is not null).Attribute("content")!, StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_WithEverything_HasLandmarksHeadingsInOrderCaptionsAndTextsForPictures()
    {
        XElement page = Parse(HtmlReport.ToHtml(ReportSamples.Whole()));

        Assert.Single(page.Descendants("main"));
        Assert.Single(page.Descendants("nav"));
        int level = 0;
        foreach (XElement heading in page.Descendants().Where(element => element.Name.LocalName is "h1" or "h2" or "h3" or "h4"))
        {
            int next = heading.Name.LocalName[1] - '0';
            Assert.InRange(next, 1, level + 1);
            level = next;
        }

        Assert.All(page.Descendants("table"), table => Assert.False(string.IsNullOrWhiteSpace(table.Elements("caption").Single().Value)));
        Assert.All(page.Descendants("img"), image => Assert.False(string.IsNullOrWhiteSpace((string?)image.Attribute("alt"))));
        Assert.All(page.Descendants().Where(element => element.Name.LocalName == "svg"), svg => Assert.Equal("img", (string?)svg.Attribute("role")));
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void ToHtml_SameData_IsTheSame() => Assert.Equal(HtmlReport.ToHtml(ReportSamples.Whole()), HtmlReport.ToHtml(ReportSamples.Whole()));

    [Fact]
    public void ToHtml_FiftyClassesAndTwentyThousandPictures_StaysSmall()
    {
        string html = HtmlReport.ToHtml(ReportSamples.Whole(50, 20_000, 4));

        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(html), 100_000, 10_000_000);
        Assert.Contains("class=\"heat\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(30)]
    public void ToHtml_MatrixOfFewClasses_SaysEachCellInWords(int classes)
    {
        ReportData data = ReportSamples.Whole(classes, 60 * classes) with { Validation = null, HeadValidation = null, ScratchValidation = null };
        ClassificationMetrics metrics = data.Test!.Metrics;

        XElement matrix = Parse(HtmlReport.ToHtml(data)).Descendants("table").Single(table => (string?)table.Attribute("class") == "matrix");

        XElement[] rows = [.. matrix.Element("tbody")!.Elements("tr")];
        Assert.Equal(classes, rows.Length);
        for (int row = 0; row < classes; row++)
        {
            for (int column = 0; column < classes; column++)
            {
                XElement cell = rows[row].Elements("td").ElementAt(column);
                long count = metrics.Confusion[row][column];
                string share = FormattableString.Invariant($"{100.0 * count / metrics.Classes[row].Support:0.0} %");
                Assert.Equal(FormattableString.Invariant($"{count}"), cell.Value);
                Assert.Contains(FormattableString.Invariant($"{count} of {metrics.Classes[row].Support} ({share})"), (string)cell.Attribute("title")!, StringComparison.Ordinal);
            }
        }
    }

    private static XElement Parse(string html) => XElement.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));

    // A link to a place of the same page is no network.
    [GeneratedRegex(@"https?:|//\w|url\(|@import|src=|href=(?!""#[a-z-]+"")", RegexOptions.IgnoreCase)]
    private static partial Regex Outside();
}
