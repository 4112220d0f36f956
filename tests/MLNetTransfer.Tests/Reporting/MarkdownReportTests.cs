using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting;
using MLNetTransfer.Reporting.Verdicts;

namespace MLNetTransfer.Tests.Reporting;

public sealed class MarkdownReportTests
{
    [Fact]
    public void ToMarkdown_Whole_BeginsWithTheVerdictAndHasTables()
    {
        ReportData data = ReportSamples.Whole();

        string[] lines = MarkdownReport.ToMarkdown(data).Split('\n');

        Assert.Equal("# daisy, dandelion, roses, sunflowers, tulips", lines[0]);
        Assert.StartsWith($"**{Verdict.Of(data)!.Headline}** ", lines[2], StringComparison.Ordinal);
        Assert.Contains("| accuracy | " + FormattableString.Invariant($"{data.Test!.Metrics.Accuracy * 100:0.0} % | {data.Validation!.Metrics.Accuracy * 100:0.0} % |"), lines);
        Assert.Contains("## Model card", lines);
        Assert.DoesNotContain(lines, line => line.Contains("MiB", StringComparison.Ordinal));
    }

    [Fact]
    public void ToMarkdown_Tables_HaveAsManyCellsInEachRow()
    {
        string[] lines = MarkdownReport.ToMarkdown(ReportSamples.Whole(30, 600)).Split('\n');

        for (int index = 1; index < lines.Length; index++)
        {
            if (lines[index].StartsWith('|') && lines[index - 1].StartsWith('|'))
            {
                Assert.Equal(lines[index - 1].Count(letter => letter == '|'), lines[index].Count(letter => letter == '|'));
            }
        }
    }

    [Fact]
    public void ToMarkdown_ManyClassesWithoutAMistake_SaysSo()
    {
        ReportData data = ReportSamples.Whole(30, 600);
        int[] labels = [.. Enumerable.Range(0, 30)];
        float[] certain = [.. Enumerable.Range(0, 30 * 30).Select(index => index % 31 == 0 ? 1f : 0f)];
        EvaluationReport report = new(ClassificationMetrics.Compute(labels, certain, [.. labels.Select(label => $"class {label}")]), []);

        string text = MarkdownReport.ToMarkdown(data with { Test = report, Validation = null });

        Assert.Contains("No picture was mistaken.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Most frequent mistakes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ToMarkdown_StrangeNames_FormNothing()
    {
        string text = MarkdownReport.ToMarkdown(ReportSamples.Report() with { Title = "a|b <img> *c* `d`\n# e" });

        Assert.StartsWith("# a\\|b \\<img\\> \\*c\\* \\`d\\` \\# e\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("| <script>", text, StringComparison.Ordinal);
    }
}
