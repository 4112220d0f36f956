namespace MLNetTransfer.Training.FineTuning;

/// <summary>What is done about classes of uneven size.</summary>
public enum BalanceKind
{
    /// <summary>Sampling where the largest class has more than four times the pictures of the smallest, else nothing.</summary>
    Automatic,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>Pictures of small classes count more in the loss.</summary>
    Weights,

    /// <summary>Each class is drawn as often.</summary>
    Sampling,
}
