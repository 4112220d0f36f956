using System.Text.Json.Serialization;
using MLNetTransfer.StockTraining;

namespace MLNetTransfer;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, NewLine = "\n")]
[JsonSerializable(typeof(DistillationOptions))]
[JsonSerializable(typeof(PretrainingOptions))]
[JsonSerializable(typeof(StockTrainingOptions))]
[JsonSerializable(typeof(TransferOptions))]
internal sealed partial class RunJsonContext : JsonSerializerContext;
