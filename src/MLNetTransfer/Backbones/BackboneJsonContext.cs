using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetTransfer.Backbones;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BackboneCard))]
internal sealed partial class BackboneJsonContext : JsonSerializerContext;
