namespace MLNetTransfer.Evaluation;

/// <summary>A range that holds the true share, or the true difference of two shares, with a stated confidence.</summary>
/// <param name="Low">Lower end; 0 to 1 for a share, -1 to 1 for a difference.</param>
/// <param name="High">Upper end, likewise.</param>
public readonly record struct ConfidenceInterval(double Low, double High)
{
    private const double NormalQuantile95 = 1.959963984540054;

    /// <summary>
    /// The 95 % score interval of a share (Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", 1927): good also for few trials and for
    /// shares near 0 and 1.
    /// </summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    public static ConfidenceInterval Wilson(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        double share = (double)successes / trials;
        double square = NormalQuantile95 * NormalQuantile95;
        double denominator = 1 + (square / trials);
        double centre = (share + (square / (2 * trials))) / denominator;
        double half = NormalQuantile95 * Math.Sqrt((share * (1 - share) / trials) + (square / (4.0 * trials * trials))) / denominator;
        return new ConfidenceInterval(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }
}
