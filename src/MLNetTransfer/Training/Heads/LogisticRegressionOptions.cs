namespace MLNetTransfer.Training.Heads;

/// <summary>Options of <see cref="LogisticRegressionTrainer"/>.</summary>
public sealed record LogisticRegressionOptions
{
    /// <summary>
    /// Strength of regularisation: what is minimised is the mean cross-entropy + WeightDecay / 2 |W|^2, where W are the weights of the standardised features;
    /// biases are free. Null chooses it from <see cref="WeightDecayGrid"/> by the loss on the validation pictures.
    /// </summary>
    /// <value>Null, or a finite number above 0; default 0.01.</value>
    public double? WeightDecay { get; init; } = 1e-2;

    /// <summary>What <see cref="WeightDecay"/> is chosen from.</summary>
    /// <value>At least one finite number above 0; default 1 to 1e-4, about three for each power of ten.</value>
    public IReadOnlyList<double> WeightDecayGrid { get; init; } = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001];

    /// <summary>The search has converged when the norm of the gradient has fallen to this part of what it is with all weights 0.</summary>
    /// <value>Above 0; default 1e-4.</value>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Steps after which the search ends in any case.</summary>
    /// <value>At least 1; default 500.</value>
    public int MaximumIterations { get; init; } = 500;

    /// <summary>How much memory standardised features may take, in bytes; larger data is read again for every evaluation. The result is the same.</summary>
    /// <value>At least 0; default an eighth of the memory of the machine, at least 128 MiB.</value>
    public long MemoryLimit { get; init; } = StandardisedFeatures.DefaultMemoryLimit;

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumIterations, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MemoryLimit);
        ArgumentOutOfRangeException.ThrowIfZero(WeightDecayGrid.Count, nameof(WeightDecayGrid));
        CheckPositive(Tolerance, nameof(Tolerance));
        foreach (double decay in WeightDecay is { } given ? [given] : WeightDecayGrid)
        {
            CheckPositive(decay, WeightDecay is null ? nameof(WeightDecayGrid) : nameof(WeightDecay));
        }
    }

    private static void CheckPositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected is a finite number above 0.");
        }
    }
}
