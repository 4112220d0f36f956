using MLNetTransfer.Compute.Kernels.MatrixMultiply;

namespace MLNetTransfer.Compute.Kernels.Winograd;

/// <summary>A convolution as the passes of <see cref="WinogradDriver"/> see it.</summary>
internal unsafe struct WinogradProduct
{
    /// <summary>How it is divided.</summary>
    public WinogradPlan Plan;

    /// <summary>The matrix tile.</summary>
    public TileVariant Tile;

    /// <summary>[N, H, W, C].</summary>
    public float* Input;

    /// <summary>C zeros, read where a tile reaches over the edge of the picture.</summary>
    public float* Zeros;

    /// <summary>Transformed weights: [36, panels, C, tile columns].</summary>
    public float* Panels;

    /// <summary>One number an output channel, or null.</summary>
    public float* Bias;

    /// <summary>Laid out as the output, or null; may be the output.</summary>
    public float* Residual;

    /// <summary>[N, output H, output W, O].</summary>
    public float* Output;

    /// <summary>Applied last.</summary>
    public Activation Activation;
}
