namespace MLNetTransfer.Training.Optimizers;

/// <summary>A function of many variables that is to be made small.</summary>
public interface IObjective
{
    /// <summary>Number of variables.</summary>
    int ParameterCount { get; }

    /// <summary>The value at a point, and the derivative by each variable.</summary>
    /// <param name="parameters">The point; <see cref="ParameterCount"/> numbers.</param>
    /// <param name="gradient">Overwritten with the derivatives; <see cref="ParameterCount"/> numbers.</param>
    double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient);
}
