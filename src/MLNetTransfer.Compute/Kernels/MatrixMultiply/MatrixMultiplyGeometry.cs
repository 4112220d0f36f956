namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>Sizes of a matrix product C = alpha op(A) op(B) + beta C, row-major.</summary>
/// <param name="Rows">Rows of op(A) and C (M).</param>
/// <param name="Columns">Columns of op(B) and C (N).</param>
/// <param name="Inner">Columns of op(A), rows of op(B) (K); 0 gives a product of zeros.</param>
/// <param name="TransposeLeft">A is stored [K, M].</param>
/// <param name="TransposeRight">B is stored [N, K].</param>
/// <param name="Alpha">Factor of the product.</param>
/// <param name="Beta">Factor of what C holds before; with 0 its content is not read.</param>
/// <param name="LeftStride">Elements from one stored row of A to the next, 0 for dense rows.</param>
/// <param name="OutputStride">Elements from one row of C to the next, 0 for dense rows.</param>
public readonly record struct MatrixMultiplyGeometry(
    int Rows,
    int Columns,
    int Inner,
    bool TransposeLeft = false,
    bool TransposeRight = false,
    float Alpha = 1,
    float Beta = 0,
    int LeftStride = 0,
    int OutputStride = 0)
{
    /// <summary>Elements from one stored row of A to the next.</summary>
    public int LeftRowStride => LeftStride != 0 ? LeftStride : TransposeLeft ? Rows : Inner;

    /// <summary>Elements from one row of C to the next.</summary>
    public int OutputRowStride => OutputStride != 0 ? OutputStride : Columns;

    /// <summary>Number of elements that A must have.</summary>
    public int LeftLength => Length(TransposeLeft ? Inner : Rows, TransposeLeft ? Rows : Inner, LeftRowStride);

    /// <summary>Number of elements that B must have.</summary>
    public int RightLength => checked(Inner * Columns);

    /// <summary>Number of elements that C must have.</summary>
    public int OutputLength => Length(Rows, Columns, OutputRowStride);

    /// <summary>Checks that the sizes describe a matrix product.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which.</exception>
    public void Validate()
    {
        if (Rows < 0 || Columns < 0 || Inner < 0)
        {
            throw new ArgumentException($"Sizes of a matrix product must not be negative: {this}.");
        }

        if (LeftRowStride < (TransposeLeft ? Rows : Inner) || OutputRowStride < Columns)
        {
            throw new ArgumentException($"Rows of a matrix must not overlap: {this}.");
        }
    }

    private static int Length(int rows, int columns, int stride) => rows == 0 || columns == 0 ? 0 : checked(((rows - 1) * stride) + columns);
}
