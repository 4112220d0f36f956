namespace MLNetTransfer.Training.FineTuning;

/// <summary>
/// Weights on the straight line from those that training began with to those that it reached (M. Wortsman and others, "Robust fine-tuning of zero-shot models", 2022).
/// Where training begins with a head that fits the features already, the network is good all along the line, and often best between its ends.
/// </summary>
/// <param name="Share">How far along: 0 is the start, 1 what was reached.</param>
/// <param name="Validation">What the validation pictures say of it.</param>
public sealed record WeightInterpolation(double Share, ValidationResult Validation)
{
    /// <summary>The shares that are tried.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.75, 0.5, 0.25];
}
