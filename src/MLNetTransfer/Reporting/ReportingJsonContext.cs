using System.Text.Json.Serialization;
using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Reporting;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CalibrationReport))]
[JsonSerializable(typeof(IReadOnlyList<RejectionPoint>))]
internal sealed partial class ReportingJsonContext : JsonSerializerContext;
