namespace MLNetTransfer.Compute.Kernels.Pooling;

/// <summary>Sizes of a pooling over channels-last pictures.</summary>
/// <param name="Batch">Number of pictures, at least 0.</param>
/// <param name="InputHeight">Rows of an input picture.</param>
/// <param name="InputWidth">Pixels of an input row.</param>
/// <param name="Channels">Channels of input and output.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="StrideY">Input rows from one output row to the next.</param>
/// <param name="StrideX">Input pixels from one output pixel to the next.</param>
/// <param name="PadTop">Rows of padding above.</param>
/// <param name="PadLeft">Columns of padding on the left.</param>
/// <param name="PadBottom">Rows of padding below.</param>
/// <param name="PadRight">Columns of padding on the right.</param>
/// <param name="DilationY">Input rows from one row of the window to the next.</param>
/// <param name="DilationX">Input pixels from one column of the window to the next.</param>
/// <param name="RoundUp">Whether output sizes are rounded up (ceil_mode of ONNX); a window that would start beyond input and leading padding is left out.</param>
public readonly record struct PoolingGeometry(
    int Batch,
    int InputHeight,
    int InputWidth,
    int Channels,
    int KernelHeight,
    int KernelWidth,
    int StrideY = 1,
    int StrideX = 1,
    int PadTop = 0,
    int PadLeft = 0,
    int PadBottom = 0,
    int PadRight = 0,
    int DilationY = 1,
    int DilationX = 1,
    bool RoundUp = false)
{
    /// <summary>Rows of an output picture.</summary>
    public int OutputHeight => OutputSize(InputHeight, KernelHeight, StrideY, PadTop, PadBottom, DilationY);

    /// <summary>Pixels of an output row.</summary>
    public int OutputWidth => OutputSize(InputWidth, KernelWidth, StrideX, PadLeft, PadRight, DilationX);

    /// <summary>Number of elements of the input.</summary>
    public int InputLength => checked(Batch * InputHeight * InputWidth * Channels);

    /// <summary>Number of elements of the output.</summary>
    public int OutputLength => checked(Batch * OutputHeight * OutputWidth * Channels);

    /// <summary>Checks that the sizes describe a pooling.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which.</exception>
    public void Validate()
    {
        if (Batch < 0 || PadTop < 0 || PadLeft < 0 || PadBottom < 0 || PadRight < 0)
        {
            throw new ArgumentException($"Batch and padding of a pooling must not be negative: {this}.");
        }

        if (InputHeight < 1 || InputWidth < 1 || Channels < 1 || KernelHeight < 1 || KernelWidth < 1 || StrideY < 1 || StrideX < 1 || DilationY < 1 || DilationX < 1)
        {
            throw new ArgumentException($"Sizes, strides and dilations of a pooling must be at least 1: {this}.");
        }

        if (((KernelHeight - 1) * DilationY) + 1 > InputHeight + PadTop + PadBottom || ((KernelWidth - 1) * DilationX) + 1 > InputWidth + PadLeft + PadRight)
        {
            throw new ArgumentException($"The window of a pooling must fit into the padded input: {this}.");
        }
    }

    private int OutputSize(int input, int kernel, int stride, int padBefore, int padAfter, int dilation)
    {
        int steps = input + padBefore + padAfter - ((kernel - 1) * dilation) - 1;
        if (!RoundUp)
        {
            return (steps / stride) + 1;
        }

        int size = ((steps + stride - 1) / stride) + 1;
        return (size - 1) * stride >= input + padBefore ? size - 1 : size;
    }
}
