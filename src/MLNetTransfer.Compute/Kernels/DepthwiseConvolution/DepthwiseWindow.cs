namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>Neighbouring output pixels of one row that see the same kernel positions.</summary>
internal unsafe struct DepthwiseWindow
{
    /// <summary>Number of output pixels.</summary>
    public int Pixels;

    /// <summary>Output channels.</summary>
    public int Channels;

    /// <summary>Output channels an input channel.</summary>
    public int Multiplier;

    /// <summary>Columns of the whole kernel.</summary>
    public int KernelWidth;

    /// <summary>First kernel row inside the picture.</summary>
    public int FirstKernelY;

    /// <summary>One after the last kernel row inside the picture.</summary>
    public int EndKernelY;

    /// <summary>First kernel column inside the picture.</summary>
    public int FirstKernelX;

    /// <summary>One after the last kernel column inside the picture.</summary>
    public int EndKernelX;

    /// <summary>Where kernel position (0, 0) of the first pixel lies, which may be outside the picture and is then not read.</summary>
    public float* Input;

    /// <summary>Elements from one kernel row to the next.</summary>
    public nint LineStep;

    /// <summary>Elements from one kernel column to the next.</summary>
    public nint ColumnStep;

    /// <summary>Input elements from one output pixel to the next.</summary>
    public nint PixelStep;

    /// <summary>[kernel rows, kernel columns, channels].</summary>
    public float* Weights;

    /// <summary>One number a channel, or null.</summary>
    public float* Bias;

    /// <summary>[pixels, channels] or null.</summary>
    public float* Residual;

    /// <summary>[pixels, channels].</summary>
    public float* Output;

    /// <summary>Lower limit of the result.</summary>
    public float Low;

    /// <summary>Upper limit of the result.</summary>
    public float High;
}
