using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer;

/// <summary>What <see cref="Pretraining"/> gave.</summary>
public sealed record PretrainingResult
{
    /// <summary>The epochs, validated on further pictures of the same classes.</summary>
    public required FineTuningResult Training { get; init; }

    /// <summary>Pictures that the network learnt from in each epoch.</summary>
    public required int TrainingPictures { get; init; }

    /// <summary>Pictures that it was measured on.</summary>
    public required int HeldBackPictures { get; init; }

    /// <summary>Parameters of the network without its head.</summary>
    public required long Parameters { get; init; }

    /// <summary>The files that were written.</summary>
    public required IReadOnlyList<string> Files { get; init; }
}
