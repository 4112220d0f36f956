using System.Text.Json.Serialization;
using MLNetTransfer.Datasets;

namespace MLNetTransfer.Packaging;

/// <summary>What a model file says of itself beside its graph: in the .zip as <c>model.json</c>, in the ONNX file as metadata.</summary>
public sealed record ModelManifest
{
    /// <summary>The version that this program writes and the newest that it reads.</summary>
    public const int CurrentVersion = 2;

    /// <summary>Most values of <see cref="PictureSides"/>.</summary>
    internal const int MaximumPictureSides = 100;

    /// <summary>Version of this description.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The class names in the order of the probabilities.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>How a picture becomes the input <c>image</c>; normalisation is inside the graph, so mean and deviation are for information.</summary>
    public required Preprocessing Preprocessing { get; init; }

    /// <summary>Where the model comes from.</summary>
    public required ModelProvenance Provenance { get; init; }

    /// <summary>
    /// How large the pictures were that the model was trained with: shorter sides in pixels, a few values that stand for all; the chain for ML.NET is made for such pictures.
    /// </summary>
    /// <value>1 to 100 values of 1 to 1,000,000, ascending; null where it is not known, as in files of earlier programs.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? PictureSides { get; init; }

    /// <summary>What is known of the probabilities; null where nothing is, as in files of earlier programs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ModelCalibration? Calibration { get; init; }
}
