namespace MLNetTransfer.Compute.Kernels.SoftmaxRegression;

/// <summary>The definition of the loss of a softmax regression and its gradient.</summary>
internal static class SoftmaxRegressionReference
{
    /// <summary>
    /// z = input weights' + bias; loss = sum over rows of w (ln(sum of e^z) - z[label]); weightGradient[c] = sum of w (softmax(z)[c] - [c is the label]) input, without the input
    /// for the bias.
    /// </summary>
    public static (double Loss, int Correct) Evaluate(
        int rows,
        int features,
        int classes,
        ReadOnlySpan<float> input,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<float> rowWeights,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> bias,
        Span<double> weightGradient,
        Span<double> biasGradient)
    {
        double loss = 0;
        int correct = 0;
        double[] logits = new double[classes];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> values = input.Slice(row * features, features);
            for (int label = 0; label < classes; label++)
            {
                double sum = bias[label];
                for (int feature = 0; feature < features; feature++)
                {
                    sum += (double)values[feature] * weights[(label * features) + feature];
                }

                logits[label] = sum;
            }

            int largest = Array.IndexOf(logits, logits.Max());
            double logarithm = logits[largest] + Math.Log(logits.Sum(logit => Math.Exp(logit - logits[largest])));
            loss += rowWeights[row] * (logarithm - logits[labels[row]]);
            correct += largest == labels[row] ? 1 : 0;
            for (int label = 0; label < classes; label++)
            {
                double slope = rowWeights[row] * (Math.Exp(logits[label] - logarithm) - (label == labels[row] ? 1 : 0));
                biasGradient[label] += slope;
                for (int feature = 0; feature < features; feature++)
                {
                    weightGradient[(label * features) + feature] += slope * values[feature];
                }
            }
        }

        return (loss, correct);
    }
}
