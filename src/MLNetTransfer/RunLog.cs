using System.Text.Json;
using System.Text.Json.Nodes;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting;
using MLNetTransfer.Reporting.TensorBoard;

namespace MLNetTransfer;

/// <summary>The TensorBoard log of a run, where one is wanted.</summary>
internal static class RunLog
{
    public static TensorBoardLog? Open(TransferOptions options) =>
        Open(options.TensorBoardFolder, options.Resumes, options.Clock, () => JsonSerializer.SerializeToNode(options, RunJsonContext.Default.TransferOptions));

    public static TensorBoardLog? Open(DistillationOptions options) =>
        Open(options.TensorBoardFolder, options.Resumes, options.Clock, () => Shortened(JsonSerializer.SerializeToNode(options, RunJsonContext.Default.DistillationOptions)!));

    /// <summary>Adds what the model of a run does on the pictures that were set aside.</summary>
    public static void Add(TensorBoardLog? log, TrainingPhase phase, MeasuredModel model)
    {
        if (model.Validation is EvaluationReport validation)
        {
            log?.Add(phase, "validation", validation.Metrics);
        }

        if (model.Test is EvaluationReport test)
        {
            log?.Add(phase, "test", test.Metrics);
        }
    }

    private static TensorBoardLog? Open(string? folder, bool continues, TimeProvider clock, Func<JsonNode?> settings) =>
        folder is null ? null : new TensorBoardLog(folder, [.. Settings("", settings())], continues, clock);

    private static JsonNode Shortened(JsonNode options)
    {
        options["pictures"] = options["pictures"]?.AsArray().Count;
        return options;
    }

    // Every value by its path in the options; what is left open says nothing.
    private static IEnumerable<ReportSetting> Settings(string path, JsonNode? node) => node switch
    {
        null => [],
        JsonObject group => group.SelectMany(member => Settings(path.Length == 0 ? member.Key : $"{path}.{member.Key}", member.Value)),
        JsonArray { Count: 0 } => [],
        _ => [new ReportSetting(path, node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : node.ToJsonString())],
    };
}
