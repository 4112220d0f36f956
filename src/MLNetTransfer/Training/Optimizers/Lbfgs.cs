namespace MLNetTransfer.Training.Optimizers;

/// <summary>
/// Minimises a smooth function by the limited-memory BFGS method: algorithms 7.4 (two-loop recursion, scaled by 7.20) and 7.5 of Nocedal and Wright,
/// "Numerical Optimization", second edition, with steps that meet the strong Wolfe conditions (or, within the rounding error of the value, conditions on the slope).
/// </summary>
public static class Lbfgs
{
    /// <summary>Goes down from a point until the gradient is small.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="parameters">The point to start from; replaced by the best point.</param>
    /// <param name="options">When to stop.</param>
    /// <param name="iteration">Called after every step with its number (from 1) and the value; null for none.</param>
    /// <exception cref="ArithmeticException">The function is not finite at the start.</exception>
    public static LbfgsResult Minimise(IObjective objective, Span<double> parameters, LbfgsOptions options, Action<int, double>? iteration = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (parameters.Length != objective.ParameterCount)
        {
            throw new ArgumentException(FormattableString.Invariant($"There are {parameters.Length} parameters; expected are {objective.ParameterCount}."), nameof(parameters));
        }

        double[] gradient = new double[parameters.Length];
        double[] direction = new double[parameters.Length];
        LbfgsHistory history = new(options.Memory, parameters.Length);
        WolfeLineSearch search = new(objective, options.MaximumLineSearchEvaluations, options.ValueNoise);
        double value = search.Start(parameters, gradient);
        double norm = DoubleVectors.Norm(gradient);
        for (int step = 1; ; step++)
        {
            if (norm <= options.GradientTolerance)
            {
                return new LbfgsResult(LbfgsStop.Converged, step - 1, search.Evaluations, value, norm);
            }

            if (step > options.MaximumIterations)
            {
                return new LbfgsResult(LbfgsStop.MaximumIterations, step - 1, search.Evaluations, value, norm);
            }

            history.Direction(gradient, direction);
            bool found = search.Find(parameters, value, gradient, direction, history.IsEmpty ? Math.Min(1, 1 / norm) : 1);
            if (!found && !history.IsEmpty)
            {
                history.Clear();
                history.Direction(gradient, direction);
                found = search.Find(parameters, value, gradient, direction, Math.Min(1, 1 / norm));
            }

            if (!found)
            {
                return new LbfgsResult(LbfgsStop.NoFurtherDecrease, step - 1, search.Evaluations, value, norm);
            }

            history.Add(parameters, search.Point, gradient, search.Gradient);
            search.Point.CopyTo(parameters);
            search.Gradient.CopyTo(gradient);
            value = search.Value;
            norm = DoubleVectors.Norm(gradient);
            iteration?.Invoke(step, value);
        }
    }
}
