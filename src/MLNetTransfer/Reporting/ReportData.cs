using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Reporting;

/// <summary>What <see cref="HtmlReport"/> tells. What is null or empty is left out.</summary>
public sealed record ReportData
{
    /// <summary>Heading.</summary>
    public required string Title { get; init; }

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

    /// <summary>The network from random weights on the validation pictures.</summary>
    public EvaluationReport? ScratchValidation { get; init; }

    /// <summary>The epochs of all phases.</summary>
    public TrainingHistory History { get; init; } = TrainingHistory.Empty;

    /// <summary>What the user should know, a sentence each.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Pictures that could not be used.</summary>
    public IReadOnlyList<SkippedPicture> Skipped { get; init; } = [];

    /// <summary>The command that gives this result again.</summary>
    public string? Command { get; init; }
}
