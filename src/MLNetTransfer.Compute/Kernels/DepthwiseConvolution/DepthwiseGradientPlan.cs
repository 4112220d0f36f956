using MLNetTransfer.Compute.Kernels.Convolution;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>Where what lies in the scratch memory of <see cref="DepthwiseGradientKernel"/>: [sums of each picture] [turned weights] [slots: four lines, sums of a line].</summary>
internal readonly struct DepthwiseGradientPlan(ConvolutionGeometry geometry)
{
    /// <summary>Kernel positions.</summary>
    public const int Taps = 9;

    private const int Lines = 4;

    /// <summary>The convolution.</summary>
    public ConvolutionGeometry Geometry { get; } = geometry;

    /// <summary>Sums of a picture or a line: [taps and bias, channels], the last tap first.</summary>
    public int SumsLength => (Taps + 1) * Geometry.OutputChannels;

    /// <summary>A line of the gradient in front of the activation, with a pixel of zeros at each end.</summary>
    public int LineLength => (Geometry.OutputWidth + 2) * Geometry.OutputChannels;

    /// <summary>Where the weights begin, the last tap first.</summary>
    public int TurnedWeightsStart => Geometry.Batch * SumsLength;

    /// <summary>Where the slots begin.</summary>
    public int SlotsStart => TurnedWeightsStart + (Taps * Geometry.OutputChannels);

    /// <summary>Floats of a slot: three lines that take turns, one of zeros, the sums of a line.</summary>
    public int SlotLength => (Lines * LineLength) + SumsLength;

    /// <summary>Number of slots.</summary>
    public int Slots => Math.Min(Geometry.Batch, ScratchSlots.Most);

    /// <summary>Floats of all.</summary>
    public int WorkspaceLength => checked(SlotsStart + (Slots * SlotLength));
}
