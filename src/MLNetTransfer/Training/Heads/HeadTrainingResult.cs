namespace MLNetTransfer.Training.Heads;

/// <summary>A trained head and how it came about.</summary>
public sealed record HeadTrainingResult
{
    /// <summary>The classifier.</summary>
    public required TrainedHead Head { get; init; }

    /// <summary>One row for each epoch (or iteration).</summary>
    public required IReadOnlyList<HeadTrainingRow> History { get; init; }

    /// <summary>The epoch (or iteration), from 1, whose weights <see cref="Head"/> has; 0 where the start was already the optimum.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Why the training ended.</summary>
    public required HeadTrainingStop Stop { get; init; }

    /// <summary>The strength of regularisation that was used.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>Euclidean norm of the gradient at the end, divided by the norm with all weights 0; null where the method does not know it.</summary>
    public double? RelativeGradientNorm { get; init; }

    /// <summary>The strengths of regularisation that were tried, in this order; empty where it was given.</summary>
    public IReadOnlyList<WeightDecayTrial> Trials { get; init; } = [];
}
