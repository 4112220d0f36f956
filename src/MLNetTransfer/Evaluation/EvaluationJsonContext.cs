using System.Text.Json.Serialization;

namespace MLNetTransfer.Evaluation;

[JsonSerializable(typeof(EvaluationDocument))]
internal sealed partial class EvaluationJsonContext : JsonSerializerContext;
