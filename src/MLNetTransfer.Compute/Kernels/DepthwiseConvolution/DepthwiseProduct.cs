using MLNetTransfer.Compute.Kernels.Convolution;

namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>A depthwise convolution as its driver sees it: output channel c reads input channel c / multiplier.</summary>
internal unsafe struct DepthwiseProduct
{
    /// <summary>The sizes.</summary>
    public ConvolutionGeometry Geometry;

    /// <summary>[N, H, W, C].</summary>
    public float* Input;

    /// <summary>[taps, O].</summary>
    public float* Weights;

    /// <summary>One number an output channel, or null.</summary>
    public float* Bias;

    /// <summary>Laid out as the output, or null; may be the output.</summary>
    public float* Residual;

    /// <summary>[N, output H, output W, O].</summary>
    public float* Output;

    /// <summary>Applied last.</summary>
    public Activation Activation;
}
