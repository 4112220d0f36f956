using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.StockTraining;

namespace MLNetTransfer;

/// <summary>What ML.NET's own trainer gave, and the run that followed it.</summary>
public sealed record StockLearningResult
{
    /// <summary>The trainer and its network in words.</summary>
    public required string Description { get; init; }

    /// <summary>The class names in the order of the probabilities.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>What was done: the batch may be smaller than what was asked for.</summary>
    public required StockTrainingOptions Options { get; init; }

    /// <summary>Pictures that were learnt from.</summary>
    public required int TrainingPictures { get; init; }

    /// <summary>Pictures that decided when to stop.</summary>
    public required int ValidationPictures { get; init; }

    /// <summary>Pictures that nothing was chosen by.</summary>
    public required int TestPictures { get; init; }

    /// <summary>The model on the validation pictures; null where there are none.</summary>
    public EvaluationReport? Validation { get; init; }

    /// <summary>The model on the test pictures; null where there are none.</summary>
    public EvaluationReport? Test { get; init; }

    /// <summary>Pictures of any part that could not be used.</summary>
    public IReadOnlyList<SkippedPicture> Skipped { get; init; } = [];

    /// <summary>What the user should know, a sentence each.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The files that were written, without those of <see cref="Retrained"/>.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>What this program's engine made of the same pictures afterwards; null where that was not asked for.</summary>
    public TransferResult? Retrained { get; init; }
}
