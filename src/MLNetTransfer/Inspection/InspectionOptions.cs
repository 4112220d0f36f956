namespace MLNetTransfer.Inspection;

/// <summary>What is inspected, and what counts as odd.</summary>
public sealed record InspectionOptions
{
    /// <summary>Folder with one sub-folder for each class, or with train, val and test folders with these inside.</summary>
    public required string Folder { get; init; }

    /// <summary>Folder of validation pictures outside of <see cref="Folder"/>, or null.</summary>
    public string? ValidationFolder { get; init; }

    /// <summary>Folder of test pictures outside of <see cref="Folder"/>, or null.</summary>
    public string? TestFolder { get; init; }

    /// <summary>Side of the square that the network sees; pictures with a shorter side are named.</summary>
    /// <value>At least 1; default 224.</value>
    public int NetworkSide { get; init; } = 224;

    /// <summary>Pictures with more pixels than this are named.</summary>
    /// <value>At least 1; default 50 million.</value>
    public long HugePixels { get; init; } = 50_000_000;

    /// <summary>Pictures whose longer side is more than this many times the shorter one are named.</summary>
    /// <value>Above 1; default 3.</value>
    public double ExtremeAspectRatio { get; init; } = 3;

    /// <summary>Classes with fewer pictures to learn from are named.</summary>
    /// <value>At least 1; default 20.</value>
    public int FewPictures { get; init; } = 20;

    /// <summary>Classes are called uneven when the largest has this many times the pictures of the smallest.</summary>
    /// <value>Above 1; default 5.</value>
    public double UnevenRatio { get; init; } = 5;

    /// <summary>Threads to work with.</summary>
    /// <value>At least 0; 0 (default): one for each processor.</value>
    public int Threads { get; init; }

    /// <summary>All that is wrong with the options, a sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        Check(!string.IsNullOrWhiteSpace(Folder), "The folder has no name; expected is the path of a folder with pictures.");
        Check(NetworkSide >= 1, FormattableString.Invariant($"The side of the network is {NetworkSide}; expected is at least 1."));
        Check(HugePixels >= 1, FormattableString.Invariant($"The number of pixels of huge pictures is {HugePixels}; expected is at least 1."));
        Check(ExtremeAspectRatio > 1, FormattableString.Invariant($"The extreme aspect ratio is {ExtremeAspectRatio}; expected is a number above 1."));
        Check(FewPictures >= 1, FormattableString.Invariant($"The number of few pictures is {FewPictures}; expected is at least 1."));
        Check(UnevenRatio > 1, FormattableString.Invariant($"The uneven ratio is {UnevenRatio}; expected is a number above 1."));
        Check(Threads >= 0, FormattableString.Invariant($"The number of threads is {Threads}; expected is at least 0."));
        return problems;

        void Check(bool isRight, string problem)
        {
            if (!isRight)
            {
                problems.Add(problem);
            }
        }
    }
}
