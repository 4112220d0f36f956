using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Training.Distillation;

/// <summary>How much each value of a teacher differs from picture to picture.</summary>
internal static class ColumnVariances
{
    /// <summary>The variance of each column of the rows of some tensors; 0 of nothing.</summary>
    public static double[] Of(IEnumerable<Tensor<float>> rows, int columns)
    {
        double[] sums = new double[columns];
        double[] squares = new double[columns];
        int count = 0;
        foreach (Tensor<float> tensor in rows)
        {
            count += tensor.Shape[0];
            ReadOnlySpan<float> values = tensor.Span;
            for (int index = 0; index < values.Length; index++)
            {
                sums[index % columns] += values[index];
                squares[index % columns] += values[index] * (double)values[index];
            }
        }

        return [.. sums.Zip(squares, (sum, square) => count == 0 ? 0 : Math.Max(0, (square / count) - (sum / count * (sum / count))))];
    }
}
