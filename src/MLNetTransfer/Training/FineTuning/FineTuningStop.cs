namespace MLNetTransfer.Training.FineTuning;

/// <summary>Why training ended.</summary>
public enum FineTuningStop
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>Validation got no better for as many epochs as was asked for.</summary>
    NoProgress,

    /// <summary>The time is over.</summary>
    TimeLimit,

    /// <summary>The loss left the region where it makes sense.</summary>
    Diverged,
}
