namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>The right side of matrix products in the order in which the kernel reads it. Packed once; never changes, so that several threads share one.</summary>
public sealed class PackedMatrix
{
    private PackedMatrix(KernelLevel level, int inner, int columns, float[] plain)
    {
        Level = level;
        Inner = inner;
        Columns = columns;
        Plain = plain;
    }

    /// <summary>Rows of the matrix (K).</summary>
    public int Inner { get; }

    /// <summary>Columns of the matrix (N).</summary>
    public int Columns { get; }

    internal KernelLevel Level { get; }

    internal float[] Plain { get; }

    /// <summary>Packs a matrix for the level in force.</summary>
    /// <param name="matrix">[inner, columns], or [columns, inner] when <paramref name="transposed"/>.</param>
    /// <param name="inner">K.</param>
    /// <param name="columns">N.</param>
    /// <param name="transposed">Whether the matrix is stored with its columns as rows.</param>
    public static PackedMatrix Pack(ReadOnlySpan<float> matrix, int inner, int columns, bool transposed) =>
        Pack(matrix, inner, columns, transposed, KernelSelection.Level);

    internal static PackedMatrix Pack(ReadOnlySpan<float> matrix, int inner, int columns, bool transposed, KernelLevel level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inner);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        KernelArguments.CheckLength(matrix.Length, checked(inner * columns));
        float[] plain = new float[inner * columns];
        for (int row = 0; row < inner; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                plain[(row * columns) + column] = matrix[transposed ? (column * inner) + row : (row * columns) + column];
            }
        }

        return new PackedMatrix(level, inner, columns, plain);
    }
}
