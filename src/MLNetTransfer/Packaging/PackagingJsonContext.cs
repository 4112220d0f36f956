using System.Text.Json.Serialization;
using MLNetTransfer.Datasets;

namespace MLNetTransfer.Packaging;

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NewLine = "\n")]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(Preprocessing))]
[JsonSerializable(typeof(ModelProvenance))]
[JsonSerializable(typeof(ModelCalibration))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class PackagingJsonContext : JsonSerializerContext;
