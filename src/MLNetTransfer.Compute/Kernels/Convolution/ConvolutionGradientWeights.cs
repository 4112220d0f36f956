using MLNetTransfer.Compute.Kernels.MatrixMultiply;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>Weights of a convolution as its input gradient reads them. Made once for a size of the input, packed again whenever the weights have changed.</summary>
public sealed class ConvolutionGradientWeights
{
    private ConvolutionGradientWeights(in ConvolutionGeometry geometry, TileVariant? tile)
    {
        geometry.Validate();
        Geometry = geometry;
        Tile = tile;
        GradientAxis[]? rows = GradientAxis.Phases(geometry.InputHeight, geometry.OutputHeight, geometry.KernelHeight, geometry.StrideY, geometry.DilationY, geometry.PadTop);
        GradientAxis[]? columns = GradientAxis.Phases(geometry.InputWidth, geometry.OutputWidth, geometry.KernelWidth, geometry.StrideX, geometry.DilationX, geometry.PadLeft);
        bool isFast = tile is not null && rows is not null && columns is not null && rows.Concat(columns).All(axis => axis.IsConvolution);
        Phases = [];
        Plain = [];
        if (isFast)
        {
            ConvolutionGeometry source = geometry;
            Phases = [.. rows!.SelectMany(y => columns!.Select(x => new GradientPhase(source, y, x, tile!)))];
        }
        else
        {
            Plain = new float[geometry.WeightLength];
        }
    }

    /// <summary>The sizes it was made for; the batch does not matter.</summary>
    internal ConvolutionGeometry Geometry { get; }

    /// <summary>The tile that they are packed for; null for the reference.</summary>
    internal TileVariant? Tile { get; }

    /// <summary>The convolutions that make up the gradient; none for the reference.</summary>
    internal GradientPhase[] Phases { get; }

    /// <summary>The weights as they were given, for the reference.</summary>
    internal float[] Plain { get; }

    /// <summary>Makes room for the weights of a convolution, for the level in force.</summary>
    /// <exception cref="ArgumentException">The sizes do not describe a convolution.</exception>
    public static ConvolutionGradientWeights Create(in ConvolutionGeometry geometry) => Create(geometry, TileVariants.For(KernelSelection.Level));

    internal static ConvolutionGradientWeights Create(in ConvolutionGeometry geometry, TileVariant? tile) => new(geometry, tile);

    /// <summary>Takes the weights.</summary>
    /// <param name="weights">[O, I / groups, kH, kW], as in ONNX.</param>
    /// <exception cref="ArgumentException">There are too few weights.</exception>
    public void Pack(ReadOnlySpan<float> weights)
    {
        KernelArguments.CheckLength(weights.Length, Geometry.WeightLength);
        weights = weights[..Geometry.WeightLength];
        if (Phases.Length == 0)
        {
            weights.CopyTo(Plain);
            return;
        }

        foreach (GradientPhase phase in Phases)
        {
            phase.Pack(weights);
        }
    }
}
