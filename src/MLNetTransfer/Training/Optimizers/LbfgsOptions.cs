namespace MLNetTransfer.Training.Optimizers;

/// <summary>How <see cref="Lbfgs"/> searches and when it stops.</summary>
public sealed record LbfgsOptions
{
    /// <summary>Number of steps that the curvature is estimated from; each takes two vectors of memory.</summary>
    /// <value>At least 1; default 10.</value>
    public int Memory { get; init; } = 10;

    /// <summary>Steps after which the search ends in any case.</summary>
    /// <value>At least 1; default 1000.</value>
    public int MaximumIterations { get; init; } = 1000;

    /// <summary>The search has converged when the Euclidean norm of the gradient is at most this.</summary>
    /// <value>At least 0; default 1e-5.</value>
    public double GradientTolerance { get; init; } = 1e-5;

    /// <summary>Evaluations of the function after which the search along one direction gives up.</summary>
    /// <value>At least 2; default 25.</value>
    public int MaximumLineSearchEvaluations { get; init; } = 25;

    /// <summary>
    /// Rounding error of the value, relative to it. Where a step changes the value by less, the slopes alone decide, as in the approximate Wolfe conditions of
    /// Hager and Zhang ("A New Conjugate Gradient Method with Guaranteed Descent and an Efficient Line Search", 2005).
    /// </summary>
    /// <value>From 0; default 0; about 1e-7 for values that come from float arithmetic.</value>
    public double ValueNoise { get; init; }

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Memory, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumIterations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumLineSearchEvaluations, 2);
        CheckNotNegative(GradientTolerance, nameof(GradientTolerance));
        CheckNotNegative(ValueNoise, nameof(ValueNoise));
    }

    private static void CheckNotNegative(double value, string name)
    {
        if (!(value >= 0))
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected is a number from 0.");
        }
    }
}
