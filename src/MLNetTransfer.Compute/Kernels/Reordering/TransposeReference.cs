namespace MLNetTransfer.Compute.Kernels.Reordering;

/// <summary>The definition of a transposition.</summary>
internal static class TransposeReference
{
    /// <summary>output[b, c, r] = input[b, r, c].</summary>
    public static void Transpose(int batch, int rows, int columns, ReadOnlySpan<float> input, Span<float> output)
    {
        for (int matrix = 0; matrix < batch; matrix++)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    output[(((matrix * columns) + column) * rows) + row] = input[(((matrix * rows) + row) * columns) + column];
                }
            }
        }
    }
}
