namespace MLNetTransfer.Training.Heads;

/// <summary>Softmax and the cross-entropy of its result, in double; the largest logit is taken off first, so that nothing overflows.</summary>
internal static class SoftmaxCrossEntropy
{
    /// <summary>Replaces rows of logits by probabilities.</summary>
    public static void Softmax(int rows, int columns, Span<float> logits)
    {
        for (int row = 0; row < rows; row++)
        {
            Span<float> values = logits.Slice(row * columns, columns);
            double logarithm = LogSumExp(values);
            foreach (ref float value in values)
            {
                value = (float)Math.Exp(value - logarithm);
            }
        }
    }

    /// <summary>Loss -ln(probability of the label) of one row, and whether the label has the (first) largest logit.</summary>
    public static (double Loss, bool IsCorrect) Loss(ReadOnlySpan<float> logits, int label) => (LogSumExp(logits) - logits[label], IndexOfLargest(logits) == label);

    /// <summary>As <see cref="Loss"/>, and replaces the logits by the derivative of <paramref name="weight"/> times the loss: weight (probability - [is the label]).</summary>
    public static (double Loss, bool IsCorrect) LossAndGradient(Span<float> logits, int label, float weight)
    {
        double logarithm = LogSumExp(logits);
        (double Loss, bool IsCorrect) result = (logarithm - logits[label], IndexOfLargest(logits) == label);
        for (int index = 0; index < logits.Length; index++)
        {
            double probability = Math.Exp(logits[index] - logarithm);
            logits[index] = (float)(weight * (index == label ? probability - 1 : probability));
        }

        return result;
    }

    private static double LogSumExp(ReadOnlySpan<float> logits)
    {
        double largest = logits[IndexOfLargest(logits)];
        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        return largest + Math.Log(sum);
    }

    /// <summary>The most probable class: the first of the largest values.</summary>
    /// <param name="values">At least one.</param>
    public static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        int largest = 0;
        for (int index = 1; index < values.Length; index++)
        {
            largest = values[index] > values[largest] ? index : largest;
        }

        return largest;
    }
}
