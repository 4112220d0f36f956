using MLNetTransfer.Compute.Kernels.Convolution;

namespace MLNetTransfer.Compute.Kernels.MatrixMultiply;

/// <summary>
/// A matrix product as the tile driver sees it: for each group g, output[r, g, c] = activation(alpha sum over (t, k) of left(r, t, g)[k]
/// panels[g, t, k, c] + bias + beta residual). Where left(r, t, g) lies is what <see cref="Source"/> says.
/// </summary>
internal unsafe struct TileProduct
{
    /// <summary>How a row of the left side is found.</summary>
    public TileSource Source;

    /// <summary>Rows of the result.</summary>
    public int Rows;

    /// <summary>Columns of the result in a group.</summary>
    public int Columns;

    /// <summary>Number of groups, each with its own panels.</summary>
    public int Groups;

    /// <summary>Kernel positions, 1 for a matrix product.</summary>
    public int Taps;

    /// <summary>Elements of the left side at each tap.</summary>
    public int Channels;

    /// <summary>The left side.</summary>
    public float* Left;

    /// <summary>For <see cref="TileSource.Rows"/>: elements from one row of the left side to the next.</summary>
    public nint LeftStride;

    /// <summary>Elements from the left side of one group to that of the next.</summary>
    public nint LeftGroupStride;

    /// <summary>For the other sources: the convolution.</summary>
    public ConvolutionGeometry Geometry;

    /// <summary>For the other sources: zeros for a kernel row, read where the kernel lies on padding.</summary>
    public float* Zeros;

    /// <summary>The right side: [Groups, panels, Taps, Channels, tile columns].</summary>
    public float* Panels;

    /// <summary>One number a column of all groups, or null.</summary>
    public float* Bias;

    /// <summary>Laid out as the output, or null; may be the output.</summary>
    public float* Residual;

    /// <summary>The result.</summary>
    public float* Output;

    /// <summary>Elements from one row of output and residual to the next.</summary>
    public nint OutputStride;

    /// <summary>Elements from the output and residual of one group to those of the next.</summary>
    public nint OutputGroupStride;

    /// <summary>Factor of the product.</summary>
    public float Alpha;

    /// <summary>Factor of the residual.</summary>
    public float Beta;

    /// <summary>Applied last.</summary>
    public Activation Activation;
}
