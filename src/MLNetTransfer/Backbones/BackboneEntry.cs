using MLNetTransfer.Datasets;
using MLNetTransfer.Downloads;

namespace MLNetTransfer.Backbones;

/// <summary>What is known about a pretrained network.</summary>
public sealed record BackboneEntry
{
    /// <summary>The name that users type, in lower case.</summary>
    public required string Name { get; init; }

    /// <summary>Other names for it, such as <c>mobilenetv2</c> for the newest of that kind.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What the network is, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>SHA-256 of the ONNX file in lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Where the file is published, or null for a file that is known by its checksum only.</summary>
    public CatalogEntry? Download { get; init; }

    /// <summary>Licence of a file that is not published here, or null where nobody said.</summary>
    public string? Licence { get; init; }

    /// <summary>How pictures become its input.</summary>
    public required Preprocessing Preprocessing { get; init; }

    /// <summary>The preprocessing in words: a mode of <see cref="PreprocessingOptions.Modes"/>, or the formula.</summary>
    public required string PreprocessingName { get; init; }

    /// <summary>What the outputs stand for.</summary>
    public BackboneLabels Labels { get; init; }

    /// <summary>Name of the value or node whose output are the features, or null to find it in the graph.</summary>
    public string? FeatureNode { get; init; }
}
