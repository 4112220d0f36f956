using System.Globalization;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Packaging;

namespace MLNetTransfer.Cli.Commands;

// What train says at its end.
internal static class TrainSummary
{
    private const int SkippedShown = 10;

    internal static void Write(TextWriter writer, TransferResult result, bool verbose)
    {
        List<(string Name, string Value)> lines =
        [
            ("Classes", $"{Quantity.Count(result.ClassNames.Count)} ({Shortened(result.ClassNames)})"),
            ("Backbone", result.BackboneDescription),
            ("Preprocessing", result.PreprocessingDescription),
            ("Pictures", string.Create(CultureInfo.InvariantCulture, $"{result.TrainingPictures} for training, {result.ValidationPictures} for validation, {result.TestPictures} for the test")),
        ];
        AddAccuracy(lines, "Head alone, validation", result.HeadValidation);
        AddAccuracy(lines, "Head alone, test", result.HeadTest);
        AddAccuracy(lines, "Validation", result.Validation);
        AddAccuracy(lines, "Test", result.Test);
        if (result.Calibration is ModelCalibration calibration)
        {
            lines.Add(("Calibration", string.Create(
                CultureInfo.InvariantCulture,
                $"temperature {calibration.Temperature:0.000}; {(calibration.Threshold is double threshold ? $"'none of these' below {threshold.ToString("0.000", CultureInfo.InvariantCulture)} (predict --reject)" : "no threshold for 'none of these'")} at {100 * calibration.ErrorRate:0.##} % wrong answers")));
        }

        foreach (string file in result.Files)
        {
            lines.Add(("Written", file));
        }

        int width = lines.Max(line => line.Name.Length);
        foreach ((string name, string value) in lines)
        {
            writer.Write($"{name.PadRight(width)}  {value}\n");
        }

        WriteSkipped(writer, result.Skipped, verbose);
        if (verbose)
        {
            WriteTimings(writer, result.Timings);
        }
    }

    internal static void WriteSkipped(TextWriter writer, IReadOnlyList<SkippedPicture> skipped, bool all)
    {
        if (skipped.Count == 0)
        {
            return;
        }

        writer.Write($"\nSkipped {Quantity.Count(skipped.Count)} files that are no usable pictures:\n");
        foreach (SkippedPicture picture in skipped.Take(all ? skipped.Count : SkippedShown))
        {
            writer.Write($"  {picture.Path}: {picture.Reason}\n");
        }

        if (!all && skipped.Count > SkippedShown)
        {
            writer.Write($"  and {Quantity.Count(skipped.Count - SkippedShown)} more; --verbose shows all\n");
        }
    }

    private static void WriteTimings(TextWriter writer, IReadOnlyList<PhaseTiming> timings)
    {
        if (timings.Count == 0)
        {
            return;
        }

        writer.Write('\n');
        TableWriter table = new("PHASE", ">TIME", ">COUNT", ">RATE");
        foreach (PhaseTiming timing in timings)
        {
            double seconds = timing.Elapsed.TotalSeconds;
            table.Add(
                timing.Phase,
                Quantity.Duration(timing.Elapsed),
                timing.Count > 0 ? $"{Quantity.Count(timing.Count)} {timing.Unit}" : string.Empty,
                timing.Count > 0 && seconds > 0 ? Quantity.Rate(timing.Count / seconds, timing.Unit) : string.Empty);
        }

        table.WriteTo(writer);
    }

    private static void AddAccuracy(List<(string Name, string Value)> lines, string name, EvaluationReport? report)
    {
        if (report is not null)
        {
            ClassificationMetrics metrics = report.Metrics;
            lines.Add((name, string.Create(
                CultureInfo.InvariantCulture,
                $"accuracy {metrics.Accuracy:0.0000} (95 %: {metrics.AccuracyInterval.Low:0.000} to {metrics.AccuracyInterval.High:0.000}), macro F1 {metrics.MacroF1:0.0000}, log loss {metrics.LogLoss:0.0000}, {metrics.Images} pictures")));
        }
    }

    private static string Shortened(IReadOnlyList<string> names) =>
        names.Count <= 12 ? string.Join(", ", names) : string.Join(", ", names.Take(10)) + ", ...";
}
