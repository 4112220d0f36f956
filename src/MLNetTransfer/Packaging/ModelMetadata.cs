using System.Text;
using System.Text.Json;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Packaging;

/// <summary>The manifest as texts inside an ONNX file.</summary>
public static class ModelMetadata
{
    /// <summary>Key of the whole manifest as JSON.</summary>
    public const string ManifestKey = "mlnet_transfer";

    /// <summary>The metadata of a model: the manifest, and the class names and the preprocessing for programs that know only these.</summary>
    public static IReadOnlyDictionary<string, string> Of(ModelManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ManifestKey] = JsonSerializer.Serialize(manifest, PackagingJsonContext.Default.ModelManifest),
            ["classes"] = JsonSerializer.Serialize(manifest.Classes, PackagingJsonContext.Default.IReadOnlyListString),
            ["preprocessing"] = JsonSerializer.Serialize(manifest.Preprocessing, PackagingJsonContext.Default.Preprocessing),
        };
    }

    /// <summary>The manifest of a model, or null when the file is not one of ours.</summary>
    /// <exception cref="ModelException">The manifest is damaged or of a newer version.</exception>
    public static ModelManifest? Read(OnnxModel model, string name)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Metadata.TryGetValue(ManifestKey, out string? text) ? ModelPackage.ParseManifest(Encoding.UTF8.GetBytes(text), name) : null;
    }
}
