namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>
/// The innermost piece of every matrix product and convolution: a tile of the result whose sums stay in registers. Each sum is one chain of
/// multiply-adds in the order of the inner dimension, so that a result does not depend on where in a tile it is computed.
/// </summary>
internal interface ITile
{
    /// <summary>Rows of the tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of the tile, which are the columns of a packed panel.</summary>
    static abstract int Columns { get; }

    /// <summary>Computes a whole tile.</summary>
    static abstract void Run(in TileArguments arguments);
}
