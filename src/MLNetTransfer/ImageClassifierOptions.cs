using MLNetTransfer.Datasets;

namespace MLNetTransfer;

/// <summary>How <see cref="ImageClassifier"/> loads a model.</summary>
public sealed record ImageClassifierOptions
{
    /// <summary>What the user says about the input of a stock network; a model of ours knows its own.</summary>
    public PreprocessingOptions Preprocessing { get; init; } = new();

    /// <summary>The class names of a stock network in the order of its outputs, or null for those that are known.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Threads to work with.</summary>
    /// <value>At least 0; default 0: as many as the machine has processors.</value>
    public int Threads { get; init; }
}
