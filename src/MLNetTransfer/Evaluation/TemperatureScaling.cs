namespace MLNetTransfer.Evaluation;

/// <summary>
/// One number by which all logits are divided, so that the probabilities of their softmax mean what they say (C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, "On Calibration
/// of Modern Neural Networks", 2017). The most probable class stays what it was.
/// </summary>
public static class TemperatureScaling
{
    /// <summary>Fewest pictures that a temperature is fitted on; with fewer it says more of chance than of the classifier.</summary>
    public const int MinimumPictures = 100;

    /// <summary>Least temperature that is given.</summary>
    public const double Lowest = 0.01;

    /// <summary>Highest temperature that is given.</summary>
    public const double Highest = 100;

    private const int MostSteps = 200;
    private const double Precision = 1e-12;

    /// <summary>
    /// The temperature with the least mean log loss. The loss is convex in its reciprocal, which Newton's method finds inside of a bracket. As J. Platt proposed ("Probabilistic
    /// Outputs for Support Vector Machines", 1999), the pictures count as if one more of them had been wrong: where all answers are right the loss alone would make them
    /// infinitely sure.
    /// </summary>
    /// <param name="logits">[pictures, classes], row-major, finite.</param>
    /// <param name="labels">The actual class of each picture; at least one.</param>
    /// <param name="classCount">At least 2.</param>
    /// <returns><see cref="Lowest"/> to <see cref="Highest"/>.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit together, a label is out of range, or a logit is not finite.</exception>
    public static double Fit(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classCount)
    {
        Check(logits, labels, classCount);
        double low = 1 / Highest;
        double high = 1 / Lowest;
        double inverse = 1;
        for (int step = 0; step < MostSteps; step++)
        {
            (double slope, double curvature) = Derivatives(logits, labels, classCount, inverse);
            if (slope == 0)
            {
                break;
            }

            (low, high) = slope > 0 ? (low, inverse) : (inverse, high);
            double next = inverse - (slope / curvature);
            next = next > low && next < high ? next : Math.Sqrt(low * high);
            bool isDone = Math.Abs(next - inverse) <= Precision * inverse;
            inverse = next;
            if (isDone)
            {
                break;
            }
        }

        return Math.Clamp(1 / inverse, Lowest, Highest);
    }

    /// <summary>Probabilities of logits that are divided by a temperature.</summary>
    /// <param name="logits">One for each class.</param>
    /// <param name="temperature">Above 0.</param>
    public static float[] Probabilities(ReadOnlySpan<float> logits, double temperature)
    {
        float[] probabilities = new float[logits.Length];
        double largest = double.NegativeInfinity;
        foreach (float logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp((logit - largest) / temperature);
        }

        for (int index = 0; index < logits.Length; index++)
        {
            probabilities[index] = (float)(Math.Exp((logits[index] - largest) / temperature) / sum);
        }

        return probabilities;
    }

    // Of the mean loss by the reciprocal b of the temperature: E(z) - z(label) and Var(z), with E and Var under softmax(b z).
    private static (double Slope, double Curvature) Derivatives(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classCount, double inverse)
    {
        double wrongShare = 1.0 / (labels.Length + 2);
        double slope = 0;
        double curvature = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<float> values = logits.Slice(row * classCount, classCount);
            double largest = double.NegativeInfinity;
            double all = 0;
            foreach (float value in values)
            {
                largest = Math.Max(largest, value);
                all += value;
            }

            double weights = 0;
            double first = 0;
            double second = 0;
            foreach (float value in values)
            {
                double distance = value - largest;
                double weight = Math.Exp(inverse * distance);
                weights += weight;
                first += weight * distance;
                second += weight * distance * distance;
            }

            double own = values[labels[row]];
            double target = ((1 - wrongShare) * own) + (wrongShare * (all - own) / (classCount - 1));
            double mean = first / weights;
            slope += mean + largest - target;
            curvature += Math.Max(0, (second / weights) - (mean * mean));
        }

        return (slope / labels.Length, curvature / labels.Length);
    }

    private static void Check(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (labels.IsEmpty || logits.Length != (long)labels.Length * classCount)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"There are {logits.Length} logits for {labels.Length} pictures and {classCount} classes; expected are pictures, and one logit for each picture and class."));
        }

        foreach (int label in labels)
        {
            if ((uint)label >= (uint)classCount)
            {
                throw new ArgumentException(FormattableString.Invariant($"There is the label {label}; expected is 0 to {classCount - 1}."), nameof(labels));
            }
        }

        foreach (float logit in logits)
        {
            if (!float.IsFinite(logit))
            {
                throw new ArgumentException(FormattableString.Invariant($"There is the logit {logit}; expected are finite numbers."), nameof(logits));
            }
        }
    }
}
