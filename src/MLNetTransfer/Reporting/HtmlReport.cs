using System.Globalization;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting.Charts;

namespace MLNetTransfer.Reporting;

/// <summary>
/// <c>report.html</c>: one file that needs no other and no network, light or dark, for desk, telephone and printer. It is well-formed XML as well, and depends on
/// nothing but the data.
/// </summary>
public static class HtmlReport
{
    /// <summary>Name of the file in the output folder.</summary>
    public const string Name = "report.html";

    private const int MostSkippedListed = 100;

    /// <summary>The report as text, to be written as UTF-8.</summary>
    public static string ToHtml(ReportData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Markup page = new();
        page.Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en")).Open("head").Empty("meta", ("charset", "utf-8"));
        page.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Element("title", data.Title);
        page.Open("style").Raw(ReportStyle.Css + ChartStyle.Css).Close().Close();
        page.Open("body").Open("main").Element("h1", data.Title);
        Headline(page, data);
        Comparisons(page, data);
        Trained(page, data);
        Curves(page, data.History);
        foreach ((string name, EvaluationReport? report) in (ReadOnlySpan<(string, EvaluationReport?)>)[("test", data.Test), ("validation", data.Validation)])
        {
            if (report is not null)
            {
                ReportTables.Classes(page, name, report.Metrics);
                ReportTables.Confusion(page, name, report.Metrics);
            }
        }

        Epochs(page, data.History);
        Notices(page, data);
        if (data.Command is string command)
        {
            page.Element("h2", "Again").Element("p", "This command gives the same result on the same kind of machine:").Open("pre").Element("code", command).Close();
        }

        return page.Close().Close().Close().ToString();
    }

    private static void Headline(Markup page, ReportData data)
    {
        page.Open("section", ("class", "cards"));
        foreach ((string name, EvaluationReport? report) in (ReadOnlySpan<(string, EvaluationReport?)>)[("Test", data.Test), ("Validation", data.Validation)])
        {
            if (report is null)
            {
                continue;
            }

            ClassificationMetrics metrics = report.Metrics;
            page.Open("div", ("class", "card")).Element("div", $"{name} accuracy").Element("strong", Percent(metrics.Accuracy));
            page.Element("div", $"95 % interval {Interval(metrics)}");
            page.Element("div", Invariant($"{metrics.Images} pictures, macro F1 {metrics.MacroF1:0.000}, log loss {metrics.LogLoss:0.000}")).Close();
        }

        page.Close();
    }

    private static void Comparisons(Markup page, ReportData data)
    {
        if (data.Validation is not EvaluationReport model || (data.HeadValidation ?? data.ScratchValidation) is null)
        {
            return;
        }

        page.Element("h2", "Comparison").Element("p", "On the validation pictures, by which the best epoch was chosen.");
        page.Open("div", ("class", "scroll")).Open("table");
        ReportTables.Head(page, "network", "accuracy", "95 % interval", "the model against it");
        ReportTables.Row(page, "this model", Percent(model.Metrics.Accuracy), Interval(model.Metrics), "");
        foreach ((string name, EvaluationReport? other) in (ReadOnlySpan<(string, EvaluationReport?)>)[("head alone, before fine-tuning", data.HeadValidation), ("same network from random weights", data.ScratchValidation)])
        {
            if (other is not null)
            {
                double points = (model.Metrics.Accuracy - other.Metrics.Accuracy) * 100;
                ReportTables.Row(page, name, Percent(other.Metrics.Accuracy), Interval(other.Metrics), Invariant($"{points:+0.0;-0.0;0.0} points"));
            }
        }

        page.Close().Close();
    }

    private static void Trained(Markup page, ReportData data)
    {
        page.Element("h2", "What was trained").Open("div", ("class", "scroll")).Open("table");
        ReportTables.Row(page, "backbone", data.Backbone);
        ReportTables.Row(page, "classes", Invariant($"{data.Classes}"));
        ReportTables.Row(page, "pictures", Invariant($"{data.TrainingPictures} for training, {data.ValidationPictures} for validation, {data.TestPictures} for test"));
        foreach (ReportSetting setting in data.Settings)
        {
            ReportTables.Row(page, setting.Name, setting.Value);
        }

        page.Close().Close();
    }

    private static void Curves(Markup page, TrainingHistory history)
    {
        if (history.Rows.Count == 0)
        {
            return;
        }

        page.Element("h2", "Curves");
        page.Element("p", "Training is on the pictures as they were changed at random, with smoothed labels, while the weights moved; validation is on the pictures as they are.");
        page.Open("div", ("class", "curves"));
        foreach (LineChart chart in TrainingCharts.Curves(history))
        {
            page.Raw(SvgChart.ToFragment(chart));
        }

        page.Close();
    }

    private static void Epochs(Markup page, TrainingHistory history)
    {
        if (history.Rows.Count == 0)
        {
            return;
        }

        page.Element("h2", "Epochs").Open("div", ("class", "scroll")).Open("table");
        ReportTables.Head(page, "phase", "epoch", "seconds", "rate", "training loss", "training accuracy", "validation loss", "validation accuracy", "");
        // A head takes dozens of iterations, of which only the last says anything.
        HistoryRow? lastOfHead = history.Rows.LastOrDefault(row => row.Phase == TrainingPhase.Head);
        foreach (HistoryRow row in history.Rows.Where(row => row.Phase != TrainingPhase.Head || row == lastOfHead))
        {
            ReportTables.Row(
                page,
                row.ToLine().Split(',')[0],
                Invariant($"{row.Epoch}"),
                Invariant($"{row.Seconds:0.0}"),
                Invariant($"{row.LearningRate:0.###e0}"),
                Invariant($"{row.TrainingLoss:0.0000}"),
                Percent(row.TrainingAccuracy),
                Invariant($"{row.ValidationLoss:0.0000}"),
                Percent(row.ValidationAccuracy),
                history.BestOf(row.Phase) == row ? "best" : "");
        }

        page.Close().Close();
    }

    private static void Notices(Markup page, ReportData data)
    {
        if (data.Notices.Count > 0)
        {
            page.Element("h2", "Notices").Open("ul");
            foreach (string notice in data.Notices)
            {
                page.Element("li", notice);
            }

            page.Close();
        }

        if (data.Skipped.Count > 0)
        {
            page.Element("h2", Invariant($"Skipped pictures ({data.Skipped.Count})")).Open("ul");
            foreach (SkippedPicture skipped in data.Skipped.Take(MostSkippedListed))
            {
                page.Open("li").Element("code", skipped.Path).Text($": {skipped.Reason}").Close();
            }

            if (data.Skipped.Count > MostSkippedListed)
            {
                page.Element("li", Invariant($"and {data.Skipped.Count - MostSkippedListed} more, listed in metrics.json"));
            }

            page.Close();
        }
    }

    private static string Interval(ClassificationMetrics metrics) => $"{Percent(metrics.AccuracyInterval.Low)} to {Percent(metrics.AccuracyInterval.High)}";

    private static string Percent(double? share) => share is double value ? Invariant($"{value * 100:0.0} %") : "";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
