using MLNetTransfer.Compute.Kernels.DepthwiseConvolution;
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Kernels.Winograd;
using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>
/// Weights of a convolution in the form in which the kernel reads them, independent of batch, picture size and padding. Several threads and plans share one, unless it is packed
/// again, which training does in each step.
/// </summary>
public sealed class ConvolutionWeights
{
    // The drivers keep a pointer a kernel position on the stack; kernels beyond this size, which no network has, are left to the reference.
    private const int MostTaps = 4096;

    private readonly int[] _tapOffsets;

    private ConvolutionWeights(TileVariant? tile, in ConvolutionGeometry geometry, bool allowsWinograd)
    {
        int taps = geometry.KernelHeight * geometry.KernelWidth;
        Tile = taps <= MostTaps ? tile : null;
        OutputChannels = geometry.OutputChannels;
        GroupInputChannels = geometry.GroupInputChannels;
        KernelHeight = geometry.KernelHeight;
        KernelWidth = geometry.KernelWidth;
        Groups = geometry.Groups;
        IsDepthwise = geometry.IsDepthwise;
        IsWinograd = allowsWinograd && Tile is not null && WinogradPlan.Supports(geometry);
        Packed = TensorMemory.Allocate<float>(
            IsWinograd ? Tile!.PackedLength(WinogradTransform.Positions, GroupInputChannels, OutputChannels)
            : IsTiled ? Tile!.PackedLength(Groups, taps * GroupInputChannels, geometry.GroupOutputChannels)
            : geometry.WeightLength);
        Zeros = TensorMemory.Allocate<float>(IsTiled ? GroupInputChannels * KernelWidth : 0);
        _tapOffsets = IsTiled ? [.. Enumerable.Range(0, taps)] : [];
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

    /// <summary>Whether the weights are packed for the depthwise kernels.</summary>
    internal bool IsDepthwise { get; }

    /// <summary>Whether the weights are transformed for Winograd's algorithm.</summary>
    internal bool IsWinograd { get; }

    /// <summary>Whether the weights are packed for a tile.</summary>
    internal bool IsTiled => Tile is not null && !IsDepthwise;

    /// <summary>The tile that the weights are packed for; null for the reference, which takes them as they were given.</summary>
    internal TileVariant? Tile { get; }

    /// <summary>The weights.</summary>
    internal Memory<float> Packed { get; }

    /// <summary>Zeros for a kernel row: what the kernel reads on padding.</summary>
    internal Memory<float> Zeros { get; }

    /// <summary>Packs weights for the level in force.</summary>
    /// <param name="weights">[O, I / groups, kH, kW], as in ONNX.</param>
    /// <param name="geometry">Sizes of the convolution; batch, picture size and padding do not matter.</param>
    /// <exception cref="ArgumentException">The sizes do not describe a convolution or there are too few weights.</exception>
    public static ConvolutionWeights Pack(ReadOnlySpan<float> weights, in ConvolutionGeometry geometry) =>
        Pack(weights, geometry, TileVariants.For(KernelSelection.Level));

    /// <summary>Takes other weights of the same sizes into the same memory; not while a kernel reads them.</summary>
    /// <param name="weights">[O, I / groups, kH, kW], as in ONNX.</param>
    /// <exception cref="ArgumentException">There are too few weights.</exception>
    public void Repack(ReadOnlySpan<float> weights)
    {
        int length = OutputChannels * GroupInputChannels * KernelHeight * KernelWidth;
        KernelArguments.CheckLength(weights.Length, length);
        weights = weights[..length];
        if (Tile is null)
        {
            weights.CopyTo(Packed.Span);
        }
        else if (IsDepthwise)
        {
            DepthwisePacking.Pack(weights, OutputChannels, KernelHeight * KernelWidth, Packed.Span);
        }
        else
        {
            int taps = KernelHeight * KernelWidth;
            int columns = OutputChannels / Groups;
            int columnStride = GroupInputChannels * taps;
            PackTaps(weights, columns * columnStride, columnStride, taps, _tapOffsets);
        }
    }

    internal static ConvolutionWeights Pack(ReadOnlySpan<float> weights, in ConvolutionGeometry geometry, TileVariant? tile)
    {
        geometry.Validate();
        KernelArguments.CheckLength(weights.Length, geometry.WeightLength);
        ConvolutionWeights packed = new(tile, geometry, allowsWinograd: true);
        packed.Repack(weights);
        return packed;
    }

    /// <summary>Makes weights that are all 0.</summary>
    /// <param name="geometry">Sizes of the convolution.</param>
    /// <param name="tile">The tile, or null for the reference.</param>
    /// <param name="allowsWinograd">Whether it may be computed by Winograd's algorithm, which wants scratch memory.</param>
    internal static ConvolutionWeights Create(in ConvolutionGeometry geometry, TileVariant? tile, bool allowsWinograd)
    {
        geometry.Validate();
        return new ConvolutionWeights(tile, geometry, allowsWinograd);
    }

    /// <summary>Packs the weights of the convolution whose input gradient this one computes; for tiles only.</summary>
    /// <param name="weights">[I, O / groups, kernel] in the terms of this convolution.</param>
    /// <param name="kernelLength">Kernel positions of the other.</param>
    /// <param name="tapOffsets">Which of them are the taps of this one.</param>
    internal void RepackTransposed(ReadOnlySpan<float> weights, int kernelLength, ReadOnlySpan<int> tapOffsets)
    {
        int columns = OutputChannels / Groups;
        int channelStride = columns * kernelLength;
        PackTaps(weights, GroupInputChannels * channelStride, kernelLength, channelStride, tapOffsets);
    }

    /// <summary>Refuses a convolution that these weights are not for.</summary>
    internal void Check(in ConvolutionGeometry geometry)
    {
        if (geometry.OutputChannels != OutputChannels || geometry.GroupInputChannels != GroupInputChannels || geometry.KernelHeight != KernelHeight
            || geometry.KernelWidth != KernelWidth || geometry.Groups != Groups || (IsWinograd && !WinogradPlan.Supports(geometry)))
        {
            throw new ArgumentException(
                $"The weights are packed for [{OutputChannels}, {GroupInputChannels}, {KernelHeight}, {KernelWidth}] in {Groups} groups{(IsWinograd ? " with stride 1" : "")}, the convolution is {geometry}.");
        }
    }

    private void PackTaps(ReadOnlySpan<float> weights, int groupStride, int columnStride, int channelStride, ReadOnlySpan<int> tapOffsets)
    {
        int columns = OutputChannels / Groups;
        if (IsWinograd)
        {
            WinogradPacking.Pack(weights, columns, columnStride, GroupInputChannels, channelStride, tapOffsets, Tile!.Columns, Packed.Span);
        }
        else
        {
            PanelPacking.PackWeights(weights, Groups, groupStride, columns, columnStride, GroupInputChannels, channelStride, tapOffsets, Tile!.Columns, Packed.Span);
        }
    }
}
