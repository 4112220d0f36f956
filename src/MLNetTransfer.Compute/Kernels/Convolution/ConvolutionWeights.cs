namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>
/// Weights of a convolution in the order in which the kernel reads them. Packed once; independent of batch and picture size; never changes, so that
/// several threads and plans share one.
/// </summary>
public sealed class ConvolutionWeights
{
    private ConvolutionWeights(KernelLevel level, in ConvolutionGeometry geometry, ReadOnlySpan<float> weights)
    {
        Level = level;
        OutputChannels = geometry.OutputChannels;
        GroupInputChannels = geometry.GroupInputChannels;
        KernelHeight = geometry.KernelHeight;
        KernelWidth = geometry.KernelWidth;
        Groups = geometry.Groups;
        Plain = weights[..geometry.WeightLength].ToArray();
    }

    /// <summary>Channels of the output.</summary>
    public int OutputChannels { get; }

    /// <summary>Input channels that an output channel sees.</summary>
    public int GroupInputChannels { get; }

    /// <summary>Rows of the kernel.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of the kernel.</summary>
    public int KernelWidth { get; }

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>The kernels that the weights are packed for.</summary>
    internal KernelLevel Level { get; }

    /// <summary>The weights as they were given.</summary>
    internal float[] Plain { get; }

    /// <summary>Packs weights for the level in force.</summary>
    /// <param name="weights">[O, I / groups, kH, kW], as in ONNX.</param>
    /// <param name="geometry">Sizes of the convolution; batch, picture size, strides, padding and dilation do not matter.</param>
    /// <exception cref="ArgumentException">The sizes do not describe a convolution or there are too few weights.</exception>
    public static ConvolutionWeights Pack(ReadOnlySpan<float> weights, in ConvolutionGeometry geometry) => Pack(weights, geometry, KernelSelection.Level);

    internal static ConvolutionWeights Pack(ReadOnlySpan<float> weights, in ConvolutionGeometry geometry, KernelLevel level)
    {
        geometry.Validate();
        KernelArguments.CheckLength(weights.Length, geometry.WeightLength);
        return new ConvolutionWeights(level, geometry, weights);
    }

    /// <summary>Refuses a convolution that these weights are not for.</summary>
    internal void Check(in ConvolutionGeometry geometry)
    {
        if (geometry.OutputChannels != OutputChannels || geometry.GroupInputChannels != GroupInputChannels || geometry.KernelHeight != KernelHeight
            || geometry.KernelWidth != KernelWidth || geometry.Groups != Groups)
        {
            throw new ArgumentException(
                $"The weights are packed for [{OutputChannels}, {GroupInputChannels}, {KernelHeight}, {KernelWidth}] in {Groups} groups, the convolution is {geometry}.");
        }
    }
}
