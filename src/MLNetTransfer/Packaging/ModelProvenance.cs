namespace MLNetTransfer.Packaging;

/// <summary>Where a model comes from. Holds nothing that differs between two equal runs, so that the same run gives the same bytes.</summary>
public sealed record ModelProvenance
{
    /// <summary>The program and its version.</summary>
    public required string Producer { get; init; }

    /// <summary>Name of the backbone.</summary>
    public required string Backbone { get; init; }

    /// <summary>SHA-256 of the file of the backbone, in hexadecimal.</summary>
    public required string BackboneSha256 { get; init; }

    /// <summary>Licence of the weights of the backbone, or a sentence that it is not known.</summary>
    public required string BackboneLicence { get; init; }

    /// <summary>The value of the backbone that the head was put on.</summary>
    public required string FeatureNode { get; init; }

    /// <summary>The head, for instance <c>softmax regression</c>.</summary>
    public required string Head { get; init; }

    /// <summary>Seed of the run.</summary>
    public required int Seed { get; init; }

    /// <summary>Pictures that the head was trained on.</summary>
    public required int TrainingPictures { get; init; }

    /// <summary>Digest of the training pictures: SHA-256 over the sorted SHA-256 of their bytes with their classes, in hexadecimal.</summary>
    public required string TrainingDataSha256 { get; init; }
}
