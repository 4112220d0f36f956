namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>Where the tile driver finds the rows of the left side.</summary>
internal enum TileSource
{
    /// <summary>In a matrix, at a constant stride.</summary>
    Rows,

    /// <summary>In the pixels under each kernel position of a convolution; nothing is copied.</summary>
    Pixels,

    /// <summary>In patches that are gathered first, because the pixels have too few channels to be read one by one.</summary>
    Patches,
}
