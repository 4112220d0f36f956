using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Inspection;
using MLNetTransfer.Reporting.Pictures;

namespace MLNetTransfer.Reporting;

/// <summary>What <see cref="HtmlReport"/> tells. What is null or empty is left out.</summary>
public sealed record ReportData
{
    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>What kind of thing is reported, for instance <c>Training run</c>.</summary>
    /// <value>Default "Image classifier".</value>
    public string Subject { get; init; } = "Image classifier";

    /// <summary>The backbone in a few words.</summary>
    public required string Backbone { get; init; }

    /// <summary>Pictures that the model learnt from.</summary>
    public int TrainingPictures { get; init; }

    /// <summary>Pictures that choices were made by.</summary>
    public int ValidationPictures { get; init; }

    /// <summary>Pictures that nothing was chosen by.</summary>
    public int TestPictures { get; init; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; init; }

    /// <summary>How it was trained.</summary>
    public IReadOnlyList<ReportSetting> Settings { get; init; } = [];

    /// <summary>The model on the validation pictures.</summary>
    public EvaluationReport? Validation { get; init; }

    /// <summary>The model on the test pictures.</summary>
    public EvaluationReport? Test { get; init; }

    /// <summary>The head alone on the validation pictures, before fine-tuning.</summary>
    public EvaluationReport? HeadValidation { get; init; }

    /// <summary>The head alone on the test pictures.</summary>
    public EvaluationReport? HeadTest { get; init; }

    /// <summary>The network from random weights on the validation pictures.</summary>
    public EvaluationReport? ScratchValidation { get; init; }

    /// <summary>The epochs of all phases.</summary>
    public TrainingHistory History { get; init; } = TrainingHistory.Empty;

    /// <summary>What the user should know, a sentence each.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>What a check of the pictures found.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>How many pictures of each class there are.</summary>
    public IReadOnlyList<ClassCount> ClassCounts { get; init; } = [];

    /// <summary>The wrong answers that the model was surest of.</summary>
    public IReadOnlyList<PictureExample> MostWrong { get; init; } = [];

    /// <summary>The answers that it was least sure of.</summary>
    public IReadOnlyList<PictureExample> LeastSure { get; init; } = [];

    /// <summary>Pictures of each class.</summary>
    public IReadOnlyList<ClassExamples> Examples { get; init; } = [];

    /// <summary>What training made of some pictures.</summary>
    public IReadOnlyList<AugmentedExample> Augmented { get; init; } = [];

    /// <summary>The augmentation in words.</summary>
    public string? Augmentation { get; init; }

    /// <summary>The confidence below which the model answers "none of these"; null where none is stored.</summary>
    public double? RejectionThreshold { get; init; }

    /// <summary>The time that the parts of the run took, in their order.</summary>
    public IReadOnlyList<PhaseUse> Phases { get; init; } = [];

    /// <summary>Most bytes that the program held at once.</summary>
    public long? PeakMemory { get; init; }

    /// <summary>What users of the model should know.</summary>
    public ReportCard? Card { get; init; }

    /// <summary>Pictures that could not be used.</summary>
    public IReadOnlyList<SkippedPicture> Skipped { get; init; } = [];

    /// <summary>The command that gives this result again.</summary>
    public string? Command { get; init; }

    /// <summary>Further commands of use, with what each is for.</summary>
    public IReadOnlyList<ReportSetting> FurtherCommands { get; init; } = [];
}
