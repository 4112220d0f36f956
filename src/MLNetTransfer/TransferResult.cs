using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Inspection;
using MLNetTransfer.Packaging;

namespace MLNetTransfer;

/// <summary>What a training run gave.</summary>
public sealed record TransferResult
{
    /// <summary>The class names in the order of the probabilities.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The backbone in a few words.</summary>
    public required string BackboneDescription { get; init; }

    /// <summary>How pictures are prepared and where that comes from, in words.</summary>
    public required string PreprocessingDescription { get; init; }

    /// <summary>Pictures that lie in several folders or classes.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What the user should know, a sentence each; begins with those of <see cref="Findings"/>.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Pictures that the final head was trained on.</summary>
    public int TrainingPictures { get; init; }

    /// <summary>Pictures that choices were made by.</summary>
    public int ValidationPictures { get; init; }

    /// <summary>Pictures that nothing was chosen by.</summary>
    public int TestPictures { get; init; }

    /// <summary>Pictures that went through the backbone; the features of the others came from the cache.</summary>
    public int ComputedPictures { get; init; }

    /// <summary>The head on the validation pictures, trained without them; null where there are none.</summary>
    public EvaluationReport? Validation { get; init; }

    /// <summary>The final head on the test pictures; null where there are none.</summary>
    public EvaluationReport? Test { get; init; }

    /// <summary>The head alone on the test pictures; null where there are none or nothing else was trained.</summary>
    public EvaluationReport? HeadTest { get; init; }

    /// <summary>The head alone on the validation pictures; null where there are none or nothing else was trained.</summary>
    public EvaluationReport? HeadValidation { get; init; }

    /// <summary>What training the network gave, and training it from random weights for comparison; empty where only a head was trained.</summary>
    public IReadOnlyList<TuningOutcome> Tuning { get; init; } = [];

    /// <summary>What the model says of its probabilities; null where there were too few validation pictures.</summary>
    public ModelCalibration? Calibration { get; init; }

    /// <summary>Pictures of any part that could not be used.</summary>
    public IReadOnlyList<SkippedPicture> Skipped { get; init; } = [];

    /// <summary>The files that were written.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>How long the parts took.</summary>
    public IReadOnlyList<PhaseTiming> Timings { get; init; } = [];
}
