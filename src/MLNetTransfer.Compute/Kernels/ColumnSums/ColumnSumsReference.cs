namespace MLNetTransfer.Compute.Kernels.ColumnSums;

/// <summary>The definition of the sums of columns.</summary>
internal static class ColumnSumsReference
{
    /// <summary>sums[c] += sum over r of values[r, c].</summary>
    public static void Add(int rows, int columns, ReadOnlySpan<float> values, Span<float> sums)
    {
        for (int column = 0; column < columns; column++)
        {
            double sum = 0;
            for (int row = 0; row < rows; row++)
            {
                sum += values[(row * columns) + column];
            }

            sums[column] = (float)(sums[column] + sum);
        }
    }
}
