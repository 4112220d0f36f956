using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetTransfer.Inspection;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, NewLine = "\n")]
[JsonSerializable(typeof(InspectionDocument))]
internal sealed partial class InspectionJsonContext : JsonSerializerContext
{
    /// <summary>With the letters of all languages as they are.</summary>
    public static InspectionJsonContext Readable => new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
