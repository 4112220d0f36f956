using System.Text;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting.Sections;
using MLNetTransfer.Reporting.Verdicts;

namespace MLNetTransfer.Reporting;

/// <summary><c>report.md</c>: the same findings in a page of Markdown (GitHub's) for pull requests and for the page of a model. It depends on nothing but the data and holds no times.</summary>
public static class MarkdownReport
{
    /// <summary>Name of the file in the output folder.</summary>
    public const string Name = "report.md";

    private const int MostMatrixClasses = 12;
    private const int MostMistakes = 10;

    /// <summary>The report as text, to be written as UTF-8.</summary>
    public static string ToMarkdown(ReportData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        StringBuilder text = new();
        text.Append("# ").Append(MarkdownText.Escape(data.Title)).Append("\n\n");
        if (Verdict.Of(data) is Verdict verdict)
        {
            text.Append("**").Append(MarkdownText.Escape(verdict.Headline)).Append("** ").Append(MarkdownText.Escape(verdict.Summary)).Append("\n\n");
            foreach (Sentence reservation in verdict.Reservations)
            {
                text.Append("- ").Append(MarkdownText.Escape(reservation)).Append('\n');
            }

            text.Append(verdict.Reservations.Count > 0 ? "\n" : "");
        }

        Metrics(text, data);
        Comparisons(text, data);
        if (ReportPart.Main(data) is ReportPart part)
        {
            Classes(text, part);
            Confusion(text, part);
        }

        Notices(text, data);
        Card(text, data);
        if (data.Command is string command)
        {
            text.Append("## Again\n\n```sh\n").Append(command).Append("\n```\n");
        }

        return text.ToString();
    }

    private static void Metrics(StringBuilder text, ReportData data)
    {
        IReadOnlyList<ReportPart> parts = ReportPart.All(data);
        if (parts.Count == 0)
        {
            return;
        }

        MarkdownText.Row(text, ["", .. parts.Select(part => part.Name)]);
        MarkdownText.Rule(text, 1, parts.Count);
        Row("pictures", part => ReportFormat.Count(part.Report.Metrics.Images));
        Row("accuracy", part => ReportFormat.Percent(part.Report.Metrics.Accuracy));
        Row("95 % interval", part => $"{ReportFormat.Percent(part.Report.Metrics.AccuracyInterval.Low)} to {ReportFormat.Percent(part.Report.Metrics.AccuracyInterval.High)}");
        Row("macro F1", part => ReportFormat.Share(part.Report.Metrics.MacroF1));
        Row("log loss", part => ReportFormat.Share(part.Report.Metrics.LogLoss));
        if (parts.Any(part => part.Report.Calibration is not null))
        {
            Row("calibration error", part => part.Report.Calibration is CalibrationReport calibration ? ReportFormat.Share(calibration.ExpectedError) : "");
        }

        text.Append('\n');

        void Row(string name, Func<ReportPart, string> value) => MarkdownText.Row(text, [name, .. parts.Select(value)]);
    }

    private static void Comparisons(StringBuilder text, ReportData data)
    {
        IReadOnlyList<ReportComparison> comparisons = ReportComparison.All(data);
        if (comparisons.Count == 0)
        {
            return;
        }

        text.Append("## Comparison\n\n");
        MarkdownText.Row(text, ["pictures", "against", "its accuracy", "difference", "that is"]);
        MarkdownText.Rule(text, 2, 2, 1);
        foreach (ReportComparison comparison in comparisons)
        {
            MarkdownText.Row(text, [comparison.Part.Name, comparison.Name, ReportFormat.Percent(comparison.Other.Metrics.Accuracy), $"{ReportFormat.Points(comparison.Difference)} points", comparison.InWords]);
        }

        text.Append('\n');
    }

    private static void Classes(StringBuilder text, ReportPart part)
    {
        text.Append("## Classes (").Append(part.Name).Append(")\n\n");
        MarkdownText.Row(text, ["class", "pictures", "recall", "precision", "F1"]);
        MarkdownText.Rule(text, 1, 4);
        foreach (ClassMetrics each in part.Report.Metrics.Classes)
        {
            MarkdownText.Row(text, [each.Name, ReportFormat.Count(each.Support), ReportFormat.Percent(each.Recall), ReportFormat.Percent(each.Precision), ReportFormat.Share(each.F1)]);
        }

        text.Append('\n');
    }

    private static void Confusion(StringBuilder text, ReportPart part)
    {
        ClassificationMetrics metrics = part.Report.Metrics;
        if (metrics.Classes.Count > MostMatrixClasses)
        {
            string mistakes = string.Join(", ", FrequentMistakes.Of(metrics, MostMistakes).Select(cell => MarkdownText.Escape($"{metrics.Classes[cell.Row].Name} taken for {metrics.Classes[cell.Column].Name} ({ReportFormat.Count(cell.Count)})")));
            text.Append(mistakes.Length == 0 ? "No picture was mistaken.\n\n" : $"Most frequent mistakes: {mistakes}.\n\n");
            return;
        }

        text.Append("Rows are the actual classes, columns the answers.\n\n");
        MarkdownText.Row(text, ["", .. metrics.Classes.Select(each => each.Name)]);
        MarkdownText.Rule(text, 1, metrics.Classes.Count);
        for (int row = 0; row < metrics.Classes.Count; row++)
        {
            MarkdownText.Row(text, [metrics.Classes[row].Name, .. metrics.Confusion[row].Select(ReportFormat.Count)]);
        }

        text.Append('\n');
    }

    private static void Notices(StringBuilder text, ReportData data)
    {
        string[] notices = [.. data.Findings.OrderByDescending(finding => finding.Severity).Select(finding => finding.Message), .. data.Notices];
        if (notices.Length == 0)
        {
            return;
        }

        text.Append("## Findings and notices\n\n");
        foreach (string notice in notices)
        {
            text.Append("- ").Append(MarkdownText.Escape(notice)).Append('\n');
        }

        text.Append('\n');
    }

    private static void Card(StringBuilder text, ReportData data)
    {
        if (data.Card is not ReportCard card)
        {
            return;
        }

        text.Append("## Model card\n\n");
        foreach ((string name, Sentence line) in ModelCardSection.Lines(data, card))
        {
            text.Append("- **").Append(name).Append("**: ").Append(MarkdownText.Escape(line)).Append('\n');
        }

        text.Append('\n');
    }
}
