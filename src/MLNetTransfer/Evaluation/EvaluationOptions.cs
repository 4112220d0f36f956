namespace MLNetTransfer.Evaluation;

/// <summary>What is measured beside the figures that every evaluation has.</summary>
public sealed record EvaluationOptions
{
    /// <summary>How many of the most probable classes count as an answer for <see cref="ClassificationMetrics.TopAccuracy"/>.</summary>
    /// <value>At least 1; default 5.</value>
    public int TopCount { get; init; } = 5;

    /// <summary>How often answers may be wrong where the threshold for "none of these" is chosen.</summary>
    /// <value>0 to 1; default 0.05.</value>
    public double MaximumErrorRate { get; init; } = 0.05;

    /// <summary>All that is wrong with the options, one sentence each; empty when they are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (TopCount < 1)
        {
            problems.Add(FormattableString.Invariant($"The {TopCount} most probable classes are to count as an answer; expected at least 1."));
        }

        if (!(MaximumErrorRate is >= 0 and <= 1))
        {
            problems.Add(FormattableString.Invariant($"The error rate of answers is to be at most {MaximumErrorRate}; expected 0 to 1."));
        }

        return problems;
    }
}
