namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>Where the tile driver finds the rows of the left side.</summary>
internal enum TileSource
{
    /// <summary>In a matrix, at a constant stride.</summary>
    Rows,

    /// <summary>In the pixels under each kernel position of a convolution; nothing is copied.</summary>
    Pixels,

    /// <summary>
    /// In the runs of pixels under each kernel row of a convolution, because single pixels have too few channels. Only runs that reach over an edge of the
    /// picture, or that are not contiguous, are gathered first.
    /// </summary>
    Lines,
}
