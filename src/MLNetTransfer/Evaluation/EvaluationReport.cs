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
        Converters = { new ConfusionConverter() },
    });

    /// <summary>Each picture, in the order of evaluation; empty where only the metrics are known.</summary>
    public IReadOnlyList<PicturePrediction> Predictions { get; init; } = [];

    /// <summary>Whether the probabilities mean what they say; null where it was not measured.</summary>
    public CalibrationReport? Calibration { get; init; }

    /// <summary>ROC and precision-recall curves of the classes; empty where they were not measured.</summary>
    public IReadOnlyList<ClassCurves> Curves { get; init; } = [];

    /// <summary>Share of answers and of errors by threshold, rising; empty where it was not measured.</summary>
    public IReadOnlyList<RejectionPoint> Rejection { get; init; } = [];

    /// <summary>
    /// The report as JSON: <c>images accuracy top5 macroF1 logLoss</c>, <c>classes</c> with <c>name precision recall f1 support</c>, <c>confusion</c> by actual and then
    /// predicted class, and <c>skipped</c> with <c>file reason</c>.
    /// </summary>
    public string ToJson() => JsonSerializer.Serialize(ToDocument(), Json.EvaluationDocument);

    /// <summary>Writes <see cref="ToJson"/> as UTF-8.</summary>
    public void WriteJson(Stream destination) => JsonSerializer.Serialize(destination, ToDocument(), Json.EvaluationDocument);

    private EvaluationDocument ToDocument() => new(
        Metrics.Images,
        Metrics.Accuracy,
        Metrics.Top5,
        Metrics.MacroF1,
        Metrics.LogLoss,
        Metrics.Classes,
        Metrics.Confusion,
        [.. Skipped.Select(picture => new EvaluationDocument.SkippedFile(picture.Path, picture.Reason))]);
}
