using System.Globalization;
using System.Text.Json;
using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Cli.Output;

// The forms of what compare found.
internal static class ComparisonOutput
{
    private const int Shown = 10;

    internal static void WriteTable(TextWriter writer, ModelComparison comparison, string first, string second, bool verbose)
    {
        TableWriter models = new("", "MODEL", "ACCURACY", ">MACRO F1", ">LOG LOSS", ">ECE");
        Add("A", first, comparison.First);
        Add("B", second, comparison.Second);
        models.WriteTo(writer);
        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"\nPictures    {comparison.Images}: both right {comparison.BothRight}, only A {comparison.Test.OnlyFirst}, only B {comparison.Test.OnlySecond}, both wrong {comparison.BothWrong}\n"));
        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"Difference  {comparison.Difference:+0.0000;-0.0000;0.0000} (B less A, 95 %: {comparison.DifferenceInterval.Low:+0.000;-0.000;0.000} to {comparison.DifferenceInterval.High:+0.000;-0.000;0.000})\n"));
        writer.Write($"Verdict     {comparison.Verdict}\n");
        if (comparison.Differences.Count == 0)
        {
            writer.Write("\nThe answers are the same for every picture.\n");
            return;
        }

        IReadOnlyList<ComparedPicture> shown = verbose ? comparison.Differences : FromEachKind(comparison.Differences);
        writer.Write($"\nDifferent answers for {Quantity.Count(comparison.Differences.Count)} of the pictures, the surest mistakes first:\n");
        TableWriter table = new("RIGHT", "ACTUAL", "A", "", "B", "", "PICTURE");
        foreach (ComparedPicture picture in shown)
        {
            table.Add(Right(picture), picture.Actual, picture.First.Label, Probability(picture.First), picture.Second.Label, Probability(picture.Second), picture.Path);
        }

        table.WriteTo(writer);
        if (shown.Count < comparison.Differences.Count)
        {
            writer.Write($"and {Quantity.Count(comparison.Differences.Count - shown.Count)} more; --verbose shows all, --differences FILE writes them\n");
        }

        void Add(string name, string file, EvaluationReport report) => models.Add(
            name,
            file,
            EvaluationTable.Accuracy(report.Metrics),
            Share(report.Metrics.MacroF1),
            Share(report.Metrics.LogLoss),
            Share(report.Calibration!.ExpectedError));
    }

    internal static void WriteCsv(TextWriter writer, ModelComparison comparison)
    {
        CsvOutput.WriteLine(writer, "path", "actual", "a", "confidenceOfA", "b", "confidenceOfB", "right");
        foreach (ComparedPicture picture in comparison.Differences)
        {
            CsvOutput.WriteLine(
                writer,
                picture.Path,
                picture.Actual,
                picture.First.Label,
                picture.First.Probability.ToString("R", CultureInfo.InvariantCulture),
                picture.Second.Label,
                picture.Second.Probability.ToString("R", CultureInfo.InvariantCulture),
                Right(picture));
        }
    }

    internal static void WriteJson(Utf8JsonWriter json, ModelComparison comparison)
    {
        json.WriteStartObject();
        json.WriteNumber("images", comparison.Images);
        WriteModel(json, "a", comparison.First.Metrics);
        WriteModel(json, "b", comparison.Second.Metrics);
        json.WriteNumber("bothRight", comparison.BothRight);
        json.WriteNumber("onlyA", comparison.Test.OnlyFirst);
        json.WriteNumber("onlyB", comparison.Test.OnlySecond);
        json.WriteNumber("bothWrong", comparison.BothWrong);
        json.WriteNumber("difference", comparison.Difference);
        WriteInterval(json, "differenceInterval", comparison.DifferenceInterval);
        json.WriteNumber("pValue", comparison.Test.PValue);
        json.WriteString("test", comparison.Test.Method);
        json.WriteString("verdict", comparison.Verdict);
        json.WriteStartArray("differences");
        foreach (ComparedPicture picture in comparison.Differences)
        {
            json.WriteStartObject();
            json.WriteString("path", picture.Path);
            json.WriteString("actual", picture.Actual);
            json.WriteString("a", picture.First.Label);
            json.WriteNumber("confidenceOfA", picture.First.Probability);
            json.WriteString("b", picture.Second.Label);
            json.WriteNumber("confidenceOfB", picture.Second.Probability);
            json.WriteString("right", Right(picture));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, string name, ClassificationMetrics metrics)
    {
        json.WriteStartObject(name);
        json.WriteNumber("accuracy", metrics.Accuracy);
        WriteInterval(json, "accuracyInterval", metrics.AccuracyInterval);
        json.WriteNumber("macroF1", metrics.MacroF1);
        json.WriteNumber("logLoss", metrics.LogLoss);
        json.WriteEndObject();
    }

    private static void WriteInterval(Utf8JsonWriter json, string name, ConfidenceInterval interval)
    {
        json.WriteStartObject(name);
        json.WriteNumber("low", interval.Low);
        json.WriteNumber("high", interval.High);
        json.WriteEndObject();
    }

    // As many of each kind as there are, in turns, until there are enough.
    private static ComparedPicture[] FromEachKind(IReadOnlyList<ComparedPicture> all) =>
    [
        .. all.GroupBy(Right)
            .SelectMany(kind => kind.Select((picture, place) => (picture, place)))
            .Select((item, order) => (item.picture, item.place, order))
            .OrderBy(item => item.place)
            .ThenBy(item => item.order)
            .Take(Shown)
            .OrderBy(item => item.order)
            .Select(item => item.picture),
    ];

    private static string Right(ComparedPicture picture) => picture.FirstIsRight ? "A" : picture.SecondIsRight ? "B" : "neither";

    private static string Share(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Probability(LabelProbability answer) => answer.Probability.ToString("0.00", CultureInfo.InvariantCulture);
}
