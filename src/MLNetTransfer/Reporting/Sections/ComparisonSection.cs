using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting.Verdicts;

namespace MLNetTransfer.Reporting.Sections;

/// <summary>What training the network brought over its head alone, and over training it from random weights.</summary>
internal static class ComparisonSection
{
    public static void Write(ReportPage page, ReportData data)
    {
        IReadOnlyList<ReportComparison> comparisons = ReportComparison.All(data);
        if (comparisons.Count == 0)
        {
            return;
        }

        page.Begin("comparison", "Comparison", ReportFormat.Of($"Both networks answer the same pictures. A difference is that of the model above the other network, in points of a percent; p is that of McNemar's test, exact below {McNemarTest.ExactBelow} pictures that only one of the two has right, else mid-p: the probability of a difference as large where there is none."));
        foreach (IGrouping<string, ReportComparison> group in comparisons.GroupBy(comparison => comparison.Part.Name))
        {
            Table(page, group.First().Part, [.. group]);
        }

        page.End();
    }

    private static void Table(ReportPage page, ReportPart part, IReadOnlyList<ReportComparison> comparisons)
    {
        string caption = part.IsTest ? "On the test pictures" : "On the validation pictures, by which the best epoch was chosen";
        page.BeginTable(caption, "plain", "network", ">accuracy", ">95 % interval", ">difference", ">95 % interval", ">p", "that is");
        Begin(page, "this model", part.Path, part.Report.Metrics);
        for (int empty = 0; empty < 4; empty++)
        {
            page.Cell("");
        }

        page.EndRow();
        foreach (ReportComparison comparison in comparisons)
        {
            Begin(page, comparison.Name, $"{comparison.Path}.report", comparison.Other.Metrics);
            page.Cell(Figure.Points($"{comparison.Path}.difference", comparison.Difference));
            if (comparison.Paired is PairedComparison paired)
            {
                page.Cell(Figure.Points($"{comparison.Path}.low", paired.Interval.Low), Figure.Points($"{comparison.Path}.high", paired.Interval.High));
                page.Cell(Figure.Probability($"{comparison.Path}.pValue", paired.PValue));
            }
            else
            {
                page.Cell("");
                page.Cell("");
            }

            page.Cell(comparison.InWords);
            page.EndRow();
        }

        page.EndTable();
    }

    private static void Begin(ReportPage page, string name, string path, ClassificationMetrics metrics)
    {
        page.BeginRow(name);
        page.Cell(Figure.Percent($"{path}.accuracy", metrics.Accuracy));
        page.Cell(Figure.Percent($"{path}.accuracyInterval.low", metrics.AccuracyInterval.Low), Figure.Percent($"{path}.accuracyInterval.high", metrics.AccuracyInterval.High));
    }
}
