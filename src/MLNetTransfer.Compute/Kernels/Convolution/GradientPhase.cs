namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>One phase of the input gradient: a convolution of the output gradient with some of the taps, turned around.</summary>
internal sealed class GradientPhase
{
    private readonly ConvolutionGeometry _source;
    private readonly float[] _turned;

    public GradientPhase(in ConvolutionGeometry source, in GradientAxis y, in GradientAxis x)
    {
        _source = source;
        Y = y;
        X = x;
        if (y.Taps * x.Taps == 0)
        {
            _turned = [];
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
        _turned = new float[Geometry.WeightLength];
    }

    public GradientAxis Y { get; }

    public GradientAxis X { get; }

    /// <summary>The convolution; without taps there is none.</summary>
    public ConvolutionGeometry Geometry { get; }

    /// <summary>The taps, or null before they are packed and where there are none.</summary>
    public ConvolutionWeights? Weights { get; private set; }

    public void Pack(ReadOnlySpan<float> weights, MatrixMultiply.TileVariant tile)
    {
        if (_turned.Length == 0)
        {
            return;
        }

        Turn(weights);
        if (Weights is null)
        {
            Weights = ConvolutionWeights.Pack(_turned, Geometry, tile);
        }
        else
        {
            Weights.Repack(_turned);
        }
    }

    // From [O, I / groups, kH, kW] to [I, O / groups, tapsY, tapsX], the last tap first.
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
                for (int y = Y.Taps - 1; y >= 0; y--)
                {
                    int row = (Y.FirstTap + (y * _source.StrideY)) * _source.KernelWidth;
                    for (int x = X.Taps - 1; x >= 0; x--)
                    {
                        _turned[position++] = taps[row + X.FirstTap + (x * _source.StrideX)];
                    }
                }
            }
        }
    }
}
