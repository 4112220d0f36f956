using System.Globalization;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Cli.Commands;

// What train says at the end of a run with ML.NET's own trainer.
internal static class StockSummary
{
    internal static void Write(TextWriter writer, StockLearningResult result, bool verbose)
    {
        writer.Write($"Trainer   {result.Description}\n");
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"Classes   {result.ClassNames.Count} ({string.Join(", ", result.ClassNames.Take(12))}{(result.ClassNames.Count > 12 ? ", ..." : "")})\n"));
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"Pictures  {result.TrainingPictures} for training, {result.ValidationPictures} for validation, {result.TestPictures} for the test\n"));
        foreach (string file in result.Files)
        {
            writer.Write($"Written   {file}\n");
        }

        TrainSummary.WriteSkipped(writer, result.Skipped, verbose);
        writer.Write('\n');
        TableWriter table = new("TRAINER", "PICTURES", ">ACCURACY", "95 %", ">MACRO F1", ">LOG LOSS");
        Add(table, result.Description, "validation", result.Validation);
        Add(table, result.Description, "test", result.Test);
        if (result.Retrained is TransferResult retrained)
        {
            string name = $"this program, {retrained.BackboneDescription.Split(',')[0]}";
            Add(table, $"{name}, head", "validation", retrained.HeadValidation);
            Add(table, $"{name}, head", "test", retrained.HeadTest);
            Add(table, name, "validation", retrained.Validation);
            Add(table, name, "test", retrained.Test);
        }

        table.WriteTo(writer);
        if (result.Retrained is TransferResult own)
        {
            writer.Write('\n');
            TrainSummary.Write(writer, own, verbose);
        }
    }

    private static void Add(TableWriter table, string trainer, string pictures, EvaluationReport? report)
    {
        if (report is { Metrics: ClassificationMetrics metrics })
        {
            table.Add(trainer, pictures, Text($"{metrics.Accuracy:0.0000}"), Text($"{metrics.AccuracyInterval.Low:0.000} to {metrics.AccuracyInterval.High:0.000}"), Text($"{metrics.MacroF1:0.0000}"), Text($"{metrics.LogLoss:0.0000}"));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
