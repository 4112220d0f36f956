using MLNetTransfer.Datasets;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer;

/// <summary>What <see cref="Distillation"/> gave.</summary>
public sealed record DistillationResult
{
    /// <summary>The epochs; their accuracy is the share of the variance of the teacher's features that the student explains on pictures that were held back.</summary>
    public required FineTuningResult Training { get; init; }

    /// <summary>Pictures that the student learnt from.</summary>
    public required int TrainingPictures { get; init; }

    /// <summary>Pictures that were held back.</summary>
    public required int HeldBackPictures { get; init; }

    /// <summary>Pictures that cannot be read.</summary>
    public required IReadOnlyList<SkippedPicture> Skipped { get; init; }

    /// <summary>Parameters of the teacher and of the student, without heads.</summary>
    public required (long Teacher, long Student) Parameters { get; init; }

    /// <summary>The files that were written.</summary>
    public required IReadOnlyList<string> Files { get; init; }
}
