namespace MLNetTransfer.Compute.Kernels;

/// <summary>Sums of columns in double precision.</summary>
internal static class ColumnSumsReference
{
    public static void Add(int rows, int columns, ReadOnlySpan<float> values, Span<float> sums)
    {
        for (int column = 0; column < columns; column++)
        {
            double sum = 0;
            for (int row = 0; row < rows; row++)
            {
                sum += values[(row * columns) + column];
            }

            sums[column] += (float)sum;
        }
    }
}
