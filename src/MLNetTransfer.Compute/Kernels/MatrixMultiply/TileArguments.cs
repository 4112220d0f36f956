namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>
/// What a tile computes: sums[r, c] = partial[r, c] + sum over (t, k) of rows[t, r][offset + k] panel[t, k, c], and from them, at the end of the inner
/// dimension, output[r, c] = min(high, max(low, alpha sums[r, c] + bias[c] + beta residual[r, c])).
/// </summary>
internal unsafe struct TileArguments
{
    /// <summary>Pointers to the elements of the left side: [Taps, RowTableStride], of which the tile uses as many of each tap as it has rows.</summary>
    public float** Rows;

    /// <summary>Pointers from one tap to the next.</summary>
    public nint RowTableStride;

    /// <summary>Added to each pointer of <see cref="Rows"/>, in elements.</summary>
    public nint ChannelOffset;

    /// <summary>Number of taps: kernel positions of a convolution, 1 for a matrix product.</summary>
    public int Taps;

    /// <summary>Elements that are read at each pointer.</summary>
    public int Channels;

    /// <summary>Packed right side: [Taps, Channels, tile columns].</summary>
    public float* Panel;

    /// <summary>Sums so far: [tile rows, tile columns].</summary>
    public float* Partial;

    /// <summary>Whether the sums start from <see cref="Partial"/>; else from 0.</summary>
    public bool LoadPartial;

    /// <summary>Whether the sums go to <see cref="Partial"/>; else the result goes to <see cref="Output"/>.</summary>
    public bool StorePartial;

    /// <summary>Where the tile's first element goes.</summary>
    public float* Output;

    /// <summary>Elements from one row of output and residual to the next.</summary>
    public nint OutputStride;

    /// <summary>One number a column of the tile.</summary>
    public float* Bias;

    /// <summary>Laid out as the output, or null; may be the output.</summary>
    public float* Residual;

    /// <summary>Factor of the sums.</summary>
    public float Alpha;

    /// <summary>Factor of the residual.</summary>
    public float Beta;

    /// <summary>Lower limit of the result.</summary>
    public float Low;

    /// <summary>Upper limit of the result.</summary>
    public float High;
}
