using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Reporting;

/// <summary>What whoever uses a model should know of it (M. Mitchell and others, "Model Cards for Model Reporting", 2019).</summary>
public sealed record ReportCard
{
    /// <summary>The program that made it, with its version.</summary>
    public required string Producer { get; init; }

    /// <summary>The classes that it tells apart.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Name of the backbone.</summary>
    public required string Backbone { get; init; }

    /// <summary>SHA-256 of the file of the backbone, in hexadecimal.</summary>
    public required string BackboneSha256 { get; init; }

    /// <summary>Licence of the weights of the backbone, or a sentence that it is not known.</summary>
    public required string BackboneLicence { get; init; }

    /// <summary>What the backbone learnt from; null where it is not known.</summary>
    public string? BackboneOrigin { get; init; }

    /// <summary>How it was trained, a phrase.</summary>
    public required string Training { get; init; }

    /// <summary>Pictures that it was fitted to.</summary>
    public required int TrainingPictures { get; init; }

    /// <summary>Digest of these, in hexadecimal.</summary>
    public required string TrainingDataSha256 { get; init; }

    /// <summary>How a picture becomes the input of the network, in words.</summary>
    public required string Preprocessing { get; init; }

    /// <summary>How the model answers in an application of ML.NET; null where it was not compared.</summary>
    public ModelAgreement? InMLNet { get; init; }

    /// <summary>Seed of the run.</summary>
    public required int Seed { get; init; }
}
