using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using MLNetTransfer.Datasets;

namespace MLNetTransfer.Evaluation;

/// <summary>The metrics of an evaluation together with the pictures that could not be evaluated.</summary>
/// <param name="Metrics">Over the pictures that could be read.</param>
/// <param name="Skipped">The others.</param>
public sealed record EvaluationReport(ClassificationMetrics Metrics, IReadOnlyList<SkippedPicture> Skipped)
{
    private static readonly EvaluationJsonContext Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters =
        {
            new ConfusionConverter(),
            new IntervalConverter(),
            new LinesConverter<CalibrationBin>(bin => $"{{ \"low\": {N(bin.Low)}, \"high\": {N(bin.High)}, \"count\": {N(bin.Count)}, \"confidence\": {N(bin.Confidence)}, \"accuracy\": {N(bin.Accuracy)} }}"),
            new LinesConverter<RejectionPoint>(point => $"{{ \"threshold\": {N(point.Threshold)}, \"answered\": {N(point.Answered)}, \"errorRate\": {N(point.ErrorRate)} }}"),
            new PointsConverter(),
        },
    });

    /// <summary>Each picture, in the order of evaluation; empty where only the metrics are known.</summary>
    public IReadOnlyList<PicturePrediction> Predictions { get; init; } = [];

    /// <summary>Whether the probabilities mean what they say; null where it was not measured.</summary>
    public CalibrationReport? Calibration { get; init; }

    /// <summary>ROC and precision-recall curves of the classes; empty where they were not measured.</summary>
    public IReadOnlyList<ClassCurves> Curves { get; init; } = [];

    /// <summary>Share of answers and of errors by threshold, rising; empty where it was not measured.</summary>
    public IReadOnlyList<RejectionPoint> Rejection { get; init; } = [];

    /// <summary>The threshold for "none of these" at the error rate that was asked for; null where it was not measured.</summary>
    public RejectionChoice? RejectionChoice { get; init; }

    /// <summary>What was left out and why, a sentence each.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Mean of the ROC areas of the classes that have one; null where no class has.</summary>
    public double? MacroRocArea => Curves.Average(curve => curve.RocArea);

    /// <summary>Mean of the average precisions of the classes that have one; null where no class has.</summary>
    public double? MacroAveragePrecision => Curves.Average(curve => curve.AveragePrecision);

    /// <summary>The report as JSON; <c>docs/formats/metrics.md</c> explains each member.</summary>
    public string ToJson() => JsonSerializer.Serialize(ToDocument(), Json.EvaluationDocument);

    /// <summary>Writes <see cref="ToJson"/> as UTF-8.</summary>
    public void WriteJson(Stream destination) => JsonSerializer.Serialize(destination, ToDocument(), Json.EvaluationDocument);

    private EvaluationDocument ToDocument() => new(
        Metrics.Images,
        Metrics.Accuracy,
        Metrics.AccuracyInterval,
        Metrics.Top5,
        Metrics.TopCount,
        Metrics.TopAccuracy,
        Metrics.MacroPrecision,
        Metrics.MacroRecall,
        Metrics.MacroF1,
        Metrics.LogLoss,
        MacroRocArea,
        MacroAveragePrecision,
        [.. Metrics.Classes.Select(ToRow)],
        Metrics.Confusion,
        Calibration,
        RejectionChoice,
        Rejection,
        [.. Curves.Select(curve => new EvaluationDocument.CurveRow(curve.Name, curve.Roc, curve.PrecisionRecall))],
        Notices,
        [.. Skipped.Select(picture => new EvaluationDocument.SkippedFile(picture.Path, picture.Reason))]);

    private EvaluationDocument.ClassRow ToRow(ClassMetrics item, int index) => new(
        item.Name,
        item.Precision,
        Metrics.PrecisionInterval(index),
        item.Recall,
        Metrics.RecallInterval(index),
        item.F1,
        item.Support,
        Curves.Count > 0 ? Curves[index].RocArea : null,
        Curves.Count > 0 ? Curves[index].AveragePrecision : null);

    private static string N(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string N(long value) => value.ToString(CultureInfo.InvariantCulture);
}
