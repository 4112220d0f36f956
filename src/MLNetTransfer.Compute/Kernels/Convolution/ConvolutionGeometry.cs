namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>Sizes of a two-dimensional convolution over channels-last pictures.</summary>
/// <param name="Batch">Number of pictures, at least 0.</param>
/// <param name="InputHeight">Rows of an input picture.</param>
/// <param name="InputWidth">Pixels of an input row.</param>
/// <param name="InputChannels">Channels of the input, a multiple of <paramref name="Groups"/>.</param>
/// <param name="OutputChannels">Channels of the output, a multiple of <paramref name="Groups"/>.</param>
/// <param name="KernelHeight">Rows of the kernel.</param>
/// <param name="KernelWidth">Columns of the kernel.</param>
/// <param name="StrideY">Input rows from one output row to the next.</param>
/// <param name="StrideX">Input pixels from one output pixel to the next.</param>
/// <param name="PadTop">Rows of zeros above.</param>
/// <param name="PadLeft">Columns of zeros on the left.</param>
/// <param name="PadBottom">Rows of zeros below.</param>
/// <param name="PadRight">Columns of zeros on the right.</param>
/// <param name="DilationY">Input rows from one kernel row to the next, 1 for a dense kernel.</param>
/// <param name="DilationX">Input pixels from one kernel column to the next, 1 for a dense kernel.</param>
/// <param name="Groups">Number of groups that channels are divided into; each output channel sees the input channels of its group.</param>
public readonly record struct ConvolutionGeometry(
    int Batch,
    int InputHeight,
    int InputWidth,
    int InputChannels,
    int OutputChannels,
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
    int Groups = 1)
{
    /// <summary>Rows of an output picture.</summary>
    public int OutputHeight => ((InputHeight + PadTop + PadBottom - ((KernelHeight - 1) * DilationY) - 1) / StrideY) + 1;

    /// <summary>Pixels of an output row.</summary>
    public int OutputWidth => ((InputWidth + PadLeft + PadRight - ((KernelWidth - 1) * DilationX) - 1) / StrideX) + 1;

    /// <summary>Input channels that an output channel sees.</summary>
    public int GroupInputChannels => InputChannels / Groups;

    /// <summary>Output channels of a group.</summary>
    public int GroupOutputChannels => OutputChannels / Groups;

    /// <summary>Whether every group has one input channel, which is work for vectors over channels, not for a matrix product.</summary>
    public bool IsDepthwise => Groups > 1 && Groups == InputChannels;

    /// <summary>Number of elements of the input.</summary>
    public int InputLength => checked(Batch * InputHeight * InputWidth * InputChannels);

    /// <summary>Number of elements of the output.</summary>
    public int OutputLength => checked(Batch * OutputHeight * OutputWidth * OutputChannels);

    /// <summary>Number of weights.</summary>
    public int WeightLength => checked(OutputChannels * GroupInputChannels * KernelHeight * KernelWidth);

    /// <summary>Multiplications (each with its addition) of the whole convolution, those with padding included.</summary>
    public long MultiplyCount => (long)Batch * OutputHeight * OutputWidth * WeightLength;

    /// <summary>Whether the output is a matrix product of the input's pixels, as they lie, with the weights.</summary>
    internal bool IsPointwise =>
        KernelHeight == 1 && KernelWidth == 1 && StrideY == 1 && StrideX == 1 && PadTop == 0 && PadLeft == 0 && PadBottom == 0 && PadRight == 0;

    /// <summary>Checks that the sizes describe a convolution.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which.</exception>
    public void Validate()
    {
        if (Batch < 0 || PadTop < 0 || PadLeft < 0 || PadBottom < 0 || PadRight < 0)
        {
            throw new ArgumentException($"Batch and padding of a convolution must not be negative: {this}.");
        }

        if (InputHeight < 1 || InputWidth < 1 || InputChannels < 1 || OutputChannels < 1 || KernelHeight < 1 || KernelWidth < 1
            || StrideY < 1 || StrideX < 1 || DilationY < 1 || DilationX < 1 || Groups < 1)
        {
            throw new ArgumentException($"Sizes, strides, dilations and groups of a convolution must be at least 1: {this}.");
        }

        if (InputChannels % Groups != 0 || OutputChannels % Groups != 0)
        {
            throw new ArgumentException($"Input and output channels of a convolution must be multiples of its groups: {this}.");
        }

        if (((KernelHeight - 1) * DilationY) + 1 > InputHeight + PadTop + PadBottom || ((KernelWidth - 1) * DilationX) + 1 > InputWidth + PadLeft + PadRight)
        {
            throw new ArgumentException($"The kernel of a convolution must fit into the padded input: {this}.");
        }
    }
}
