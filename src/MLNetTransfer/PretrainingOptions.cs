using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer;

/// <summary>Choices of <see cref="Pretraining"/>.</summary>
public sealed record PretrainingOptions
{
    /// <summary>The network that learns: one to build (<c>mobilenetv2-0.5-random</c>), or a pretrained one by name or file.</summary>
    public required string Network { get; init; }

    /// <summary>Kinds of drawn pictures that it learns to tell apart.</summary>
    /// <value>2 to 100000; default 1000.</value>
    public int Classes { get; init; } = 1000;

    /// <summary>Pictures of each kind.</summary>
    /// <value>2 to 10000; default 20.</value>
    public int PicturesOfEach { get; init; } = 20;

    /// <summary>Side of the pictures in pixels.</summary>
    /// <value>32 to 1024; default 128.</value>
    public int Size { get; init; } = 128;

    /// <summary>Where the files go.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>How the network is trained.</summary>
    public FineTuningOptions Training { get; init; } = DefaultTraining;

    /// <summary>Threads, 0 for all.</summary>
    public int Threads { get; init; }

    /// <summary>Whether a run that was stopped goes on.</summary>
    public bool Resumes { get; init; }

    /// <summary>As from random weights, with a longer average of the weights.</summary>
    public static FineTuningOptions DefaultTraining { get; } = FineTuningOptions.FromScratch with { Epochs = 15, AverageDecay = 0.999, Interpolates = false };

    /// <summary>All that is wrong with the options, one sentence each; empty when they are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [.. Training.Validate()];
        Check("size", Size, 32, 1024);
        Check("number of classes", Classes, 2, 100_000);
        Check("number of pictures of each class", PicturesOfEach, 2, 10_000);
        return problems;

        void Check(string name, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                problems.Add(FormattableString.Invariant($"The {name} is {value}; expected {least} to {most}."));
            }
        }
    }
}
