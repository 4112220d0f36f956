namespace MLNetTransfer.Training.Optimizers;

/// <summary>
/// Finds a step that meets the strong Wolfe conditions: algorithms 3.5 (bracketing) and 3.6 (zoom) of Nocedal and Wright, with the cubic interpolation of
/// their equation 3.59, kept away from the ends of the bracket.
/// </summary>
internal sealed class WolfeLineSearch(IObjective objective, int maximumEvaluations, double valueNoise)
{
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const double Growth = 2.5;

    private readonly double[] _point = new double[objective.ParameterCount];
    private readonly double[] _gradient = new double[objective.ParameterCount];

    /// <summary>How often value and gradient were computed.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The accepted point.</summary>
    public ReadOnlySpan<double> Point => _point;

    /// <summary>The gradient there.</summary>
    public ReadOnlySpan<double> Gradient => _gradient;

    /// <summary>The value there.</summary>
    public double Value { get; private set; }

    /// <summary>Value and gradient of the first point.</summary>
    public double Start(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        Evaluations++;
        double value = objective.Evaluate(parameters, gradient);
        return double.IsFinite(value) ? value : throw new ArithmeticException("The function to minimise is not finite at the point to start from.");
    }

    /// <summary>Looks along a direction; false where no lower point was found.</summary>
    public bool Find(ReadOnlySpan<double> origin, double value, ReadOnlySpan<double> gradient, ReadOnlySpan<double> direction, double firstStep)
    {
        Trial start = new(0, value, DoubleVectors.Dot(gradient, direction));
        if (!(start.Slope < 0))
        {
            return false;
        }

        int lastEvaluation = Evaluations + maximumEvaluations;
        Trial previous = start;
        double step = firstStep;
        while (Evaluations < lastEvaluation)
        {
            Trial trial = Evaluate(origin, direction, step);
            if (!IsLowEnough(trial, start) || (trial.Value >= previous.Value && previous.Step > 0 && !IsNoise(trial.Value, previous.Value, start)))
            {
                return Zoom(origin, direction, start, previous, trial, lastEvaluation);
            }

            if (IsFlatEnough(trial, start))
            {
                return true;
            }

            if (trial.Slope >= 0)
            {
                return Zoom(origin, direction, start, trial, previous, lastEvaluation);
            }

            previous = trial;
            step *= Growth;
        }

        return previous.Value < start.Value;
    }

    private static bool IsFlatEnough(Trial trial, Trial start) => Math.Abs(trial.Slope) <= -Curvature * start.Slope;

    private double Interpolate(Trial low, Trial high, Trial start)
    {
        double step = IsNoise(low.Value, high.Value, start) ? Secant(low, high) : Cubic(low, high);
        double margin = 0.1 * Math.Abs(high.Step - low.Step);
        double left = Math.Min(low.Step, high.Step) + margin;
        double right = Math.Max(low.Step, high.Step) - margin;
        return double.IsFinite(step) ? Math.Clamp(step, left, right) : (low.Step + high.Step) / 2;
    }

    private static double Cubic(Trial low, Trial high)
    {
        double first = low.Slope + high.Slope - (3 * (low.Value - high.Value) / (low.Step - high.Step));
        double second = Math.CopySign(Math.Sqrt((first * first) - (low.Slope * high.Slope)), high.Step - low.Step);
        return high.Step - ((high.Step - low.Step) * (high.Slope + second - first) / (high.Slope - low.Slope + (2 * second)));
    }

    // Where the slope is zero if it changes evenly; no number where both slopes go the same way.
    private static double Secant(Trial low, Trial high) =>
        low.Slope * high.Slope < 0 ? ((low.Step * high.Slope) - (high.Step * low.Slope)) / (high.Slope - low.Slope) : double.NaN;

    // A difference between two values that says nothing.
    private bool IsNoise(double first, double second, Trial start) => valueNoise > 0 && Math.Abs(first - second) <= valueNoise * Math.Abs(start.Value);

    private bool IsLowEnough(Trial trial, Trial start) =>
        trial.Value <= start.Value + (SufficientDecrease * trial.Step * start.Slope) || IsLowEnoughBySlope(trial, start);

    // A parabola whose slope ends no higher than this has fallen by the sufficient decrease.
    private bool IsLowEnoughBySlope(Trial trial, Trial start) =>
        valueNoise > 0
        && trial.Value <= start.Value + (valueNoise * Math.Abs(start.Value))
        && trial.Slope <= ((2 * SufficientDecrease) - 1) * start.Slope;

    private bool Zoom(ReadOnlySpan<double> origin, ReadOnlySpan<double> direction, Trial start, Trial low, Trial high, int lastEvaluation)
    {
        while (Evaluations < lastEvaluation && low.Step != high.Step)
        {
            Trial trial = Evaluate(origin, direction, Interpolate(low, high, start));
            bool isNoise = IsNoise(trial.Value, low.Value, start);
            if (!isNoise && (!IsLowEnough(trial, start) || trial.Value >= low.Value))
            {
                high = trial;
                continue;
            }

            if (IsLowEnough(trial, start) && IsFlatEnough(trial, start))
            {
                return true;
            }

            // Among values that differ by rounding only, the sign of the slope tells on which side the lowest point is.
            if (isNoise && trial.Slope * (high.Step - low.Step) >= 0)
            {
                high = trial;
                continue;
            }

            if (trial.Slope * (high.Step - low.Step) >= 0)
            {
                high = low;
            }

            low = trial;
        }

        if (!(low.Step > 0 && low.Value < start.Value))
        {
            return false;
        }

        Evaluate(origin, direction, low.Step);
        return true;
    }

    private Trial Evaluate(ReadOnlySpan<double> origin, ReadOnlySpan<double> direction, double step)
    {
        origin.CopyTo(_point);
        DoubleVectors.AddScaled(step, direction, _point);
        Evaluations++;
        Value = objective.Evaluate(_point, _gradient);
        return new Trial(step, double.IsNaN(Value) ? double.PositiveInfinity : Value, DoubleVectors.Dot(_gradient, direction));
    }

    private readonly record struct Trial(double Step, double Value, double Slope);
}
