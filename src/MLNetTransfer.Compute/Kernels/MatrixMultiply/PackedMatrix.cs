using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>The right side of matrix products in the order in which the kernel reads it. Packed once; never changes, so that several threads share one.</summary>
public sealed class PackedMatrix
{
    private PackedMatrix(TileVariant? tile, int inner, int columns, Memory<float> packed)
    {
        Tile = tile;
        Inner = inner;
        Columns = columns;
        Packed = packed;
    }

    /// <summary>Rows of the matrix (K).</summary>
    public int Inner { get; }

    /// <summary>Columns of the matrix (N).</summary>
    public int Columns { get; }

    /// <summary>The tile that the matrix is packed for; null for the reference.</summary>
    internal TileVariant? Tile { get; }

    /// <summary>Panels, or for the reference [inner, columns].</summary>
    internal Memory<float> Packed { get; }

    /// <summary>Packs a matrix for the level in force.</summary>
    /// <param name="matrix">[inner, columns], or [columns, inner] when <paramref name="transposed"/>.</param>
    /// <param name="inner">K.</param>
    /// <param name="columns">N.</param>
    /// <param name="transposed">Whether the matrix is stored with its columns as rows.</param>
    /// <exception cref="ArgumentException">There are too few elements.</exception>
    public static PackedMatrix Pack(ReadOnlySpan<float> matrix, int inner, int columns, bool transposed) =>
        Pack(matrix, inner, columns, transposed, TileVariants.For(KernelSelection.Level));

    internal static PackedMatrix Pack(ReadOnlySpan<float> matrix, int inner, int columns, bool transposed, TileVariant? tile)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inner);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        KernelArguments.CheckLength(matrix.Length, checked(inner * columns));
        int panelColumns = tile?.Columns ?? Math.Max(1, columns);
        Memory<float> packed = TensorMemory.Allocate<float>(tile?.PackedLength(1, inner, columns) ?? inner * columns);
        for (int first = 0; first < columns; first += panelColumns)
        {
            PanelPacking.PackPanel(matrix, inner, columns, transposed, first, panelColumns, packed.Span.Slice(first * inner, inner * panelColumns));
        }

        return new PackedMatrix(tile, inner, columns, packed);
    }
}
