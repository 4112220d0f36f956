namespace MLNetTransfer.Compute.Kernels.Softmax;

/// <summary>The definition of softmax and its logarithm, in double.</summary>
internal static class SoftmaxReference
{
    /// <summary>
    /// output[r, c] = exp(input[r, c] - m) / sum over k of exp(input[r, k] - m) with m the maximum of the row; with <paramref name="logarithm"/> its logarithm.
    /// </summary>
    public static void Forward(int rows, int columns, bool logarithm, ReadOnlySpan<float> input, Span<float> output)
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> source = input.Slice(row * columns, columns);
            Span<float> target = output.Slice(row * columns, columns);
            double maximum = double.NegativeInfinity;
            foreach (float value in source)
            {
                maximum = Math.Max(maximum, value);
            }

            double sum = 0;
            foreach (float value in source)
            {
                sum += Math.Exp(value - maximum);
            }

            for (int column = 0; column < columns; column++)
            {
                double shifted = source[column] - maximum;
                target[column] = (float)(logarithm ? shifted - Math.Log(sum) : Math.Exp(shifted) / sum);
            }
        }
    }
}
