using MLNetTransfer.Reporting.Charts;

namespace MLNetTransfer.Reporting.Sections;

/// <summary>How training went: curves, and the epochs as a table.</summary>
internal static class CurvesSection
{
    public static void Write(ReportPage page, ReportData data)
    {
        if (data.History.Rows.Count == 0)
        {
            return;
        }

        string lead = data.History.Rows.All(row => row.Phase == TrainingPhase.Head)
            ? "Iterations of the head on fixed features. Training is on the pictures that it learns from, validation on those that it is chosen by."
            : "Training is on the pictures as they were changed at random, with smoothed labels, while the weights moved; validation is on the pictures as they are.";
        Markup markup = page.Begin("curves", "Curves", lead);
        markup.Open("div", ("class", "curves"));
        foreach (LineChart chart in TrainingCharts.Curves(data.History))
        {
            markup.Open("div", ("class", "plot")).Raw(SvgChart.ToFragment(chart)).Close();
        }

        markup.Close();
        Epochs(page, data.History);
        page.End();
    }

    private static void Epochs(ReportPage page, TrainingHistory history)
    {
        page.Markup.Open("details").Element("summary", "Epochs as a table");
        page.BeginTable(
            "Epochs; of the head the last iteration", "plain", "phase", ">epoch", ">seconds", ">rate", ">training loss", ">training accuracy", ">validation loss", ">validation accuracy", "");
        // A head takes dozens of iterations, of which only the last says anything.
        HistoryRow? lastOfHead = history.Rows.LastOrDefault(row => row.Phase == TrainingPhase.Head);
        foreach (HistoryRow row in history.Rows.Where(row => row.Phase != TrainingPhase.Head || row == lastOfHead))
        {
            page.BeginRow(row.ToLine().Split(',')[0]);
            page.Cell(ReportFormat.Count(row.Epoch), isNumber: true);
            page.Cell(ReportFormat.Of($"{row.Seconds:0.0}"), isNumber: true);
            page.Cell(ReportFormat.Of($"{row.LearningRate:0.###e0}"), isNumber: true);
            page.Cell(ReportFormat.Of($"{row.TrainingLoss:0.0000}"), isNumber: true);
            page.Cell(Percent(row.TrainingAccuracy), isNumber: true);
            page.Cell(ReportFormat.Of($"{row.ValidationLoss:0.0000}"), isNumber: true);
            page.Cell(Percent(row.ValidationAccuracy), isNumber: true);
            page.Cell(history.BestOf(row.Phase) == row ? "best" : "");
            page.EndRow();
        }

        page.EndTable();
        page.Markup.Close();
    }

    private static string Percent(double? share) => share is double value ? ReportFormat.Percent(value) : "";
}
