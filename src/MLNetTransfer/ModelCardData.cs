using MLNetTransfer.Evaluation;
using MLNetTransfer.Packaging;

namespace MLNetTransfer;

/// <summary>What <see cref="ModelCard"/> says of a model.</summary>
internal sealed record ModelCardData
{
    public required ModelManifest Manifest { get; init; }

    /// <summary>The backbone in a few words; null for its name alone.</summary>
    public string? Backbone { get; init; }

    /// <summary>Where the backbone comes from, a sentence without its subject; null where nobody said.</summary>
    public string? BackboneOrigin { get; init; }

    /// <summary>Pictures of each class that the head was fitted to, without those that were held back for choices.</summary>
    public IReadOnlyList<int>? TrainingByClass { get; init; }

    /// <summary>How it answers in ML.NET; null where it was not compared.</summary>
    public ModelAgreement? InMLNet { get; init; }

    public EvaluationReport? Validation { get; init; }

    public EvaluationReport? Test { get; init; }
}
