using System.Globalization;
using MLNetTransfer.Cli.Commands;
using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Cli.Output;

// What evaluate says on the screen.
internal static class EvaluationTable
{
    private const int ConfusionShown = 20;

    internal static void Write(TextWriter writer, EvaluationReport report, bool verbose, double? storedThreshold = null)
    {
        WriteFigures(writer, report, storedThreshold);
        ClassificationMetrics metrics = report.Metrics;
        int[] shown = [.. Enumerable.Range(0, metrics.Classes.Count).Where(index => metrics.Classes[index].Support > 0 || metrics.Classes.Count <= ConfusionShown)];
        bool hasCurves = report.Curves.Count > 0;
        TableWriter classes = new(["CLASS", ">PRECISION", ">95 %", ">RECALL", ">95 %", ">F1", .. hasCurves ? (string[])[">ROC AREA", ">AVG PREC"] : [], ">PICTURES"]);
        foreach (int index in shown)
        {
            ClassMetrics item = metrics.Classes[index];
            classes.Add([
                item.Name,
                Share(item.Precision),
                Interval(metrics.PrecisionInterval(index)),
                Share(item.Recall),
                Interval(metrics.RecallInterval(index)),
                Share(item.F1),
                .. hasCurves ? (string[])[Share(report.Curves[index].RocArea), Share(report.Curves[index].AveragePrecision)] : [],
                Quantity.Count(item.Support),
            ]);
        }

        classes.WriteTo(writer);
        if (metrics.Classes.Count <= ConfusionShown)
        {
            writer.Write("\nRows are the true classes, columns the predicted ones.\n");
            TableWriter confusion = new(["", .. metrics.Classes.Select(item => ">" + item.Name)]);
            for (int row = 0; row < metrics.Classes.Count; row++)
            {
                confusion.Add([metrics.Classes[row].Name, .. metrics.Confusion[row].Select(Quantity.Count)]);
            }

            confusion.WriteTo(writer);
        }

        foreach (string notice in report.Notices)
        {
            writer.Write($"\n{notice}\n");
        }

        TrainSummary.WriteSkipped(writer, report.Skipped, verbose);
    }

    internal static string Accuracy(ClassificationMetrics metrics) =>
        string.Create(CultureInfo.InvariantCulture, $"{metrics.Accuracy:0.0000} (95 %: {metrics.AccuracyInterval.Low:0.000} to {metrics.AccuracyInterval.High:0.000})");

    private static void WriteFigures(TextWriter writer, EvaluationReport report, double? storedThreshold)
    {
        ClassificationMetrics metrics = report.Metrics;
        List<(string Name, string Value)> lines =
        [
            ("Pictures", Quantity.Count(metrics.Images)),
            ("Accuracy", Accuracy(metrics)),
            ("Top " + Quantity.Count(metrics.TopCount), Share(metrics.TopAccuracy)),
            ("Macro F1", $"{Share(metrics.MacroF1)}, precision {Share(metrics.MacroPrecision)}, recall {Share(metrics.MacroRecall)}"),
            ("Log loss", Share(metrics.LogLoss)),
        ];
        if (report.MacroRocArea is double area)
        {
            lines.Add(("ROC area", $"{Share(area)}, average precision {Share(report.MacroAveragePrecision)}; means of the classes"));
        }

        if (report.Calibration is CalibrationReport calibration)
        {
            lines.Add(("ECE", $"{Share(calibration.ExpectedError)} in {Quantity.Count(calibration.Bins.Count)} bins, largest {Share(calibration.MaximumError)}; Brier score {Share(calibration.BrierScore)}"));
        }

        if (report.RejectionChoice is RejectionChoice choice)
        {
            lines.Add(("Reject", Describe(choice)));
        }

        if (storedThreshold is double stored && report.Predictions.Count > 0)
        {
            RejectionPoint point = RejectionCurve.At(report.Predictions, stored);
            lines.Add(("", string.Create(CultureInfo.InvariantCulture, $"by the threshold of the model, {stored:0.000}: {100 * point.Answered:0.0} % answered, {100 * point.ErrorRate:0.0} % of the answers wrong")));
        }

        int width = lines.Max(line => line.Name.Length);
        foreach ((string name, string value) in lines)
        {
            writer.Write($"{name.PadRight(width)}  {value}\n");
        }

        writer.Write('\n');
    }

    private static string Describe(RejectionChoice choice)
    {
        string rate = string.Create(CultureInfo.InvariantCulture, $"{100 * choice.MaximumErrorRate:0.##} %");
        return choice.Threshold switch
        {
            null => $"no confidence keeps the answers to {rate} wrong: among the surest of them more are wrong already",
            0 => string.Create(CultureInfo.InvariantCulture, $"nothing; with all pictures answered {100 * choice.ErrorRate:0.0} % of the answers are wrong, within {rate}"),
            double threshold => string.Create(
                CultureInfo.InvariantCulture,
                $"below a confidence of {threshold:0.000}: {100 * choice.Answered:0.0} % answered, {100 * choice.ErrorRate:0.0} % of the answers wrong (95 %: {100 * choice.ErrorInterval!.Value.Low:0.0} to {100 * choice.ErrorInterval.Value.High:0.0} %)"),
        };
    }

    private static string Share(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";

    private static string Interval(ConfidenceInterval? value) =>
        value is ConfidenceInterval interval ? string.Create(CultureInfo.InvariantCulture, $"{interval.Low:0.00}-{interval.High:0.00}") : "-";
}
