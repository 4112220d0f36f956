using System.Text.Json.Serialization;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer;

/// <summary>Choices of <see cref="Distillation"/>.</summary>
public sealed record DistillationOptions
{
    /// <summary>A model.zip that was trained here, or a pretrained network by name or file.</summary>
    public required string Teacher { get; init; }

    /// <summary>The network that learns: one to build (<c>mobilenetv2-0.5-random</c>), or a pretrained one by name or file.</summary>
    public required string Student { get; init; }

    /// <summary>Pictures to look at, files or folders; nobody needs to say what they show.</summary>
    public IReadOnlyList<string> Pictures { get; init; } = [];

    /// <summary>Pictures that are drawn besides.</summary>
    /// <value>From 0; default 0.</value>
    public int DrawnPictures { get; init; }

    /// <summary>Side of the pictures in pixels, for both networks.</summary>
    /// <value>32 to 1024; default 160.</value>
    public int Size { get; init; } = 160;

    /// <summary>Whether the maps inside of both networks are compared too, where they have the same size.</summary>
    /// <value>Default true.</value>
    public bool Hints { get; init; } = true;

    /// <summary>Where the files go.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>How the student is trained.</summary>
    public FineTuningOptions Training { get; init; } = DefaultTraining;

    /// <summary>Threads, 0 for all.</summary>
    public int Threads { get; init; }

    /// <summary>Whether a run that was stopped goes on.</summary>
    public bool Resumes { get; init; }

    /// <summary>Folder for TensorBoard event files, which grow while the run goes on; null for none. Decides nothing.</summary>
    [JsonIgnore]
    public string? TensorBoardFolder { get; init; }

    /// <summary>The clock of the event files. Decides nothing.</summary>
    [JsonIgnore]
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>As from random weights, with a longer average of the weights.</summary>
    public static FineTuningOptions DefaultTraining { get; } = FineTuningOptions.FromScratch with
    {
        Epochs = 30,
        WeightDecay = 0.02,
        AverageDecay = 0.999,
        Interpolates = false,
    };

    /// <summary>All that is wrong with the options, one sentence each; empty when they are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [.. Training.Validate()];
        if (Size is < 32 or > 1024)
        {
            problems.Add(FormattableString.Invariant($"The size is {Size}; expected 32 to 1024 pixels."));
        }

        if (DrawnPictures is < 0 or > 10_000_000)
        {
            problems.Add(FormattableString.Invariant($"The number of drawn pictures is {DrawnPictures}; expected 0 to 10000000."));
        }

        if (Pictures.Count == 0 && DrawnPictures == 0)
        {
            problems.Add("There is nothing to look at; give pictures, or a number of drawn ones.");
        }

        return problems;
    }
}
