using MLNetTransfer.Compute.Kernels.MatrixMultiply;

namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>One phase of the input gradient: a convolution of the output gradient with some of the taps, turned around.</summary>
internal sealed class GradientPhase
{
    private readonly ConvolutionGeometry _source;
    private readonly int[] _tapOffsets = [];
    private readonly float[] _turned = [];

    public GradientPhase(in ConvolutionGeometry source, in GradientAxis y, in GradientAxis x, TileVariant tile)
    {
        _source = source;
        Y = y;
        X = x;
        if (y.Taps * x.Taps == 0)
        {
            return;
        }

        Geometry = new ConvolutionGeometry(
            Math.Max(1, source.Batch),
            source.OutputHeight,
            source.OutputWidth,
            source.OutputChannels,
            source.InputChannels,
            y.Taps,
            x.Taps,
            1,
            1,
            y.PadBegin,
            x.PadBegin,
            y.PadEnd,
            x.PadEnd,
            y.Dilation,
            x.Dilation,
            source.Groups);
        Weights = ConvolutionWeights.Create(Geometry, tile, allowsWinograd: source.StrideY == 1 && source.StrideX == 1);
        _tapOffsets = new int[y.Taps * x.Taps];
        for (int tap = 0; tap < _tapOffsets.Length; tap++)
        {
            int kernelY = y.FirstTap + ((y.Taps - 1 - (tap / x.Taps)) * source.StrideY);
            int kernelX = x.FirstTap + ((x.Taps - 1 - (tap % x.Taps)) * source.StrideX);
            _tapOffsets[tap] = (kernelY * source.KernelWidth) + kernelX;
        }

        if (!Weights.IsTiled)
        {
            _turned = new float[Geometry.WeightLength];
        }
    }

    public GradientAxis Y { get; }

    public GradientAxis X { get; }

    /// <summary>The convolution; without taps there is none.</summary>
    public ConvolutionGeometry Geometry { get; }

    /// <summary>The taps, or null where there are none.</summary>
    public ConvolutionWeights? Weights { get; }

    public void Pack(ReadOnlySpan<float> weights)
    {
        if (Weights is null)
        {
            return;
        }

        if (Weights.IsTiled)
        {
            Weights.RepackTransposed(weights, _source.KernelHeight * _source.KernelWidth, _tapOffsets);
        }
        else
        {
            Turn(weights);
            Weights.Repack(_turned);
        }
    }

    // From [O, I / groups, kernel] to [I, O / groups, taps].
    private void Turn(ReadOnlySpan<float> weights)
    {
        int groupInputs = _source.GroupInputChannels;
        int groupOutputs = _source.GroupOutputChannels;
        int kernel = _source.KernelHeight * _source.KernelWidth;
        int position = 0;
        for (int input = 0; input < _source.InputChannels; input++)
        {
            int group = input / groupInputs;
            for (int output = 0; output < groupOutputs; output++)
            {
                ReadOnlySpan<float> taps = weights.Slice(((((group * groupOutputs) + output) * groupInputs) + (input % groupInputs)) * kernel, kernel);
                foreach (int offset in _tapOffsets)
                {
                    _turned[position++] = taps[offset];
                }
            }
        }
    }
}
