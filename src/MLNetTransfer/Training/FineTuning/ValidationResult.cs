namespace MLNetTransfer.Training.FineTuning;

/// <summary>How a network does on the validation pictures.</summary>
/// <param name="Loss">Mean of -log of the probability of the true class, in nats.</param>
/// <param name="Accuracy">Share that is classified correctly.</param>
/// <param name="Count">Number of pictures.</param>
public readonly record struct ValidationResult(double Loss, double Accuracy, int Count)
{
    /// <summary>Whether this is to be kept rather than the other: more pictures right, or as many and a smaller loss.</summary>
    public bool IsBetterThan(ValidationResult other) => Accuracy > other.Accuracy || (Accuracy == other.Accuracy && Loss < other.Loss);
}
