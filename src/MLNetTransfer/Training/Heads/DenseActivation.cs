namespace MLNetTransfer.Training.Heads;

/// <summary>What follows a dense layer.</summary>
public enum DenseActivation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>max(0, x).</summary>
    Relu,
}
