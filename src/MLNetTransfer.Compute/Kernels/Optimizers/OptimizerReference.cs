namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>The definition of a step of each optimizer; spans are as long as <c>values</c>.</summary>
internal static class OptimizerReference
{
    /// <summary>value -= rate (gradient + decay value).</summary>
    public static void Descend(Span<float> values, ReadOnlySpan<float> gradient, float rate, float weightDecay)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(values[i] - (rate * Slope(values[i], gradient[i], weightDecay)));
        }
    }

    /// <summary>velocity = momentum velocity + share slope; value -= rate velocity, or rate (slope + momentum velocity).</summary>
    public static void Momentum(Span<float> values, ReadOnlySpan<float> gradient, Span<float> velocity, in MomentumConstants constants)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double slope = Slope(values[i], gradient[i], constants.WeightDecay);
            double speed = ((double)constants.Momentum * velocity[i]) + (constants.GradientShare * slope);
            velocity[i] = (float)speed;
            values[i] = (float)(values[i] - (constants.Rate * (constants.IsNesterov ? slope + (constants.Momentum * speed) : speed)));
        }
    }

    /// <summary>first and second moment of the slope; value = keep value - rate first / (scale sqrt(second) + epsilon).</summary>
    public static void Adam(Span<float> values, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, in AdamConstants constants)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double slope = Slope(values[i], gradient[i], constants.WeightDecay);
            double mean = ((double)constants.FirstKeep * first[i]) + (constants.FirstShare * slope);
            double square = ((double)constants.SecondKeep * second[i]) + (constants.SecondShare * slope * slope);
            first[i] = (float)mean;
            second[i] = (float)square;
            values[i] = (float)(((double)constants.Keep * values[i]) - (constants.Rate * mean / ((constants.RootScale * Math.Sqrt(square)) + constants.Epsilon)));
        }
    }

    /// <summary>direction = slope / (sqrt(mean square) + epsilon); value -= rate direction, or rate (momentum velocity + direction).</summary>
    public static void RmsProp(Span<float> values, ReadOnlySpan<float> gradient, Span<float> squares, Span<float> velocity, in RmsPropConstants constants)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double slope = Slope(values[i], gradient[i], constants.WeightDecay);
            double square = ((double)constants.SquareKeep * squares[i]) + (constants.SquareShare * slope * slope);
            double direction = slope / (Math.Sqrt(square) + constants.Epsilon);
            squares[i] = (float)square;
            if (!velocity.IsEmpty)
            {
                direction += (double)constants.Momentum * velocity[i];
                velocity[i] = (float)direction;
            }

            values[i] = (float)(values[i] - (constants.Rate * direction));
        }
    }

    /// <summary>average += share (value - average).</summary>
    public static void Average(Span<float> averages, ReadOnlySpan<float> values, float share)
    {
        for (int i = 0; i < averages.Length; i++)
        {
            averages[i] = (float)(averages[i] + (share * ((double)values[i] - averages[i])));
        }
    }

    private static double Slope(float value, float gradient, float weightDecay) => gradient + ((double)weightDecay * value);
}
