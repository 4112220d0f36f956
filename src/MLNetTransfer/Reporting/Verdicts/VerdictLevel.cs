namespace MLNetTransfer.Reporting.Verdicts;

/// <summary>What can be said of a model.</summary>
internal enum VerdictLevel
{
    /// <summary>It beats the best constant answer, and by how much is known well enough.</summary>
    Useful,

    /// <summary>It beats the best constant answer, but something makes the figure doubtful.</summary>
    Doubtful,

    /// <summary>These pictures do not show that it beats the best constant answer.</summary>
    NoBetter,

    /// <summary>It is worse than the best constant answer.</summary>
    Worse,
}
