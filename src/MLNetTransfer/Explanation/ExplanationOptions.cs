namespace MLNetTransfer.Explanation;

/// <summary>Choices of an explanation.</summary>
public sealed record ExplanationOptions
{
    /// <summary>How it is found out.</summary>
    public ExplanationMethod Method { get; init; }

    /// <summary>The classes to explain; empty for the most probable ones.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>How many of the most probable classes are explained where <see cref="ClassNames"/> is empty.</summary>
    /// <value>At least 1, which is the default.</value>
    public int Top { get; init; } = 1;

    /// <summary>Node or value whose output Grad-CAM looks at; null for the last one with a spatial extent.</summary>
    public string? Layer { get; init; }

    /// <summary>Side of the grey patch of occlusion, in pixels of the square that the network sees; null for a fifth of that.</summary>
    /// <value>At least 1.</value>
    public int? Patch { get; init; }

    /// <summary>Pixels from one place of the patch to the next; null for a third of the patch.</summary>
    /// <value>At least 1.</value>
    public int? Stride { get; init; }

    /// <summary>All that is wrong with the options, one sentence each; empty when they are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (Top < 1)
        {
            problems.Add(FormattableString.Invariant($"{Top} classes are to be explained; expected at least 1."));
        }

        if (Patch < 1)
        {
            problems.Add(FormattableString.Invariant($"The patch has {Patch} pixels; expected at least 1."));
        }

        if (Stride < 1)
        {
            problems.Add(FormattableString.Invariant($"The stride is {Stride} pixels; expected at least 1."));
        }

        if (Layer is not null && Method != ExplanationMethod.GradCam)
        {
            problems.Add($"A layer was given ('{Layer}'), but the method is {Method}; layers belong to GradCam.");
        }

        if ((Patch ?? Stride) is not null && Method != ExplanationMethod.Occlusion)
        {
            problems.Add($"A patch or stride was given, but the method is {Method}; they belong to Occlusion.");
        }

        return problems;
    }
}
