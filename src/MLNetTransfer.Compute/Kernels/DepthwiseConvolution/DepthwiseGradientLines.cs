namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>Three neighbouring lines of a gradient in front of the activation, and what is computed from them.</summary>
internal unsafe struct DepthwiseGradientLines
{
    /// <summary>Channels.</summary>
    public int Channels;

    /// <summary>Pixels of a line of the output.</summary>
    public int Pixels;

    /// <summary>The line above, with a pixel of zeros at each end; stride 1 only.</summary>
    public float* Above;

    /// <summary>The line that belongs to the input, likewise.</summary>
    public float* Middle;

    /// <summary>The line below, likewise.</summary>
    public float* Below;

    /// <summary>The line of the input; with stride 2 the first of two.</summary>
    public float* Input;

    /// <summary>The line of the input gradient likewise, or null.</summary>
    public float* InputGradient;

    /// <summary>To be added to it, or null.</summary>
    public float* Prior;

    /// <summary>[taps, channels], the last tap first.</summary>
    public float* Weights;

    /// <summary>[taps, channels], the last tap first; added to. Null when nobody needs them.</summary>
    public float* Sums;
}
