using System.Text.Json;
using MLNetTransfer.Datasets;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Backbones;

/// <summary>What a backbone that was made here says about itself, as a text inside its ONNX file.</summary>
public sealed record BackboneCard
{
    private const string Key = "mlnet_transfer_backbone";

    /// <summary>Name of the backbone.</summary>
    public required string Name { get; init; }

    /// <summary>Size and normalisation of its pictures.</summary>
    public required Preprocessing Preprocessing { get; init; }

    /// <summary>The value that a head reads.</summary>
    public required string FeatureNode { get; init; }

    /// <summary>Licence of the weights.</summary>
    public required string Licence { get; init; }

    /// <summary>What it learnt from, in a sentence.</summary>
    public required string Origin { get; init; }

    /// <summary>The metadata of the file.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Key] = JsonSerializer.Serialize(this, BackboneJsonContext.Default.BackboneCard),
    };

    /// <summary>The card of a network, or null where it has none.</summary>
    /// <param name="model">The network.</param>
    /// <param name="name">Name of the file, for messages.</param>
    /// <exception cref="OnnxException">The card is damaged.</exception>
    public static BackboneCard? Read(OnnxModel model, string name)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!model.Metadata.TryGetValue(Key, out string? text))
        {
            return null;
        }

        try
        {
            BackboneCard? card = JsonSerializer.Deserialize(text, BackboneJsonContext.Default.BackboneCard);
            return card is { Preprocessing: { CropSize: >= 8 and <= 4096, ResizeSize: <= 8192 } preprocessing } && preprocessing.ResizeSize >= preprocessing.CropSize
                ? card
                : throw new OnnxException($"{name}: the metadata '{Key}' states sizes that are no sizes of pictures.");
        }
        catch (JsonException exception)
        {
            throw new OnnxException($"{name}: the metadata '{Key}' is damaged: {exception.Message}", exception);
        }
    }
}
