namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>
/// One phase of the input gradient along one axis. An input position i takes part in output o through tap k where i + pad = stride o + dilation k. For stride s > 1 the positions
/// with (i + pad) mod s = r see only the taps r, r + s, ...: with i + pad = s q + r and k = r + s t they are a convolution of stride 1 over o = q - t.
/// </summary>
/// <param name="First">First input position of the phase.</param>
/// <param name="Count">Number of its positions, each a stride after the one before.</param>
/// <param name="FirstTap">First tap that it sees.</param>
/// <param name="Taps">Number of taps that it sees; with none the gradient is zero.</param>
/// <param name="Dilation">Outputs from one tap to the next.</param>
/// <param name="PadBegin">Zeros in front of the outputs.</param>
/// <param name="PadEnd">Zeros behind them.</param>
internal readonly record struct GradientAxis(int First, int Count, int FirstTap, int Taps, int Dilation, int PadBegin, int PadEnd)
{
    /// <summary>Whether it can be computed as a convolution.</summary>
    public bool IsConvolution => PadBegin >= 0 && PadEnd >= 0;

    /// <summary>The phases of an axis; null where stride and dilation are both above 1, which no known network has.</summary>
    public static GradientAxis[]? Phases(int input, int output, int kernel, int stride, int dilation, int pad)
    {
        if (stride == 1)
        {
            return [Make(0, input, 0, kernel, dilation, pad, output)];
        }

        if (dilation > 1 && kernel > 1)
        {
            return null;
        }

        List<GradientAxis> phases = [];
        for (int remainder = 0; remainder < stride; remainder++)
        {
            int quotient = Math.Max(0, (pad - remainder + stride - 1) / stride);
            int first = (stride * quotient) + remainder - pad;
            if (first < input)
            {
                int taps = remainder < kernel ? ((kernel - remainder - 1) / stride) + 1 : 0;
                phases.Add(Make(first, ((input - 1 - first) / stride) + 1, remainder, taps, 1, quotient, output));
            }
        }

        return [.. phases];
    }

    private static GradientAxis Make(int first, int count, int firstTap, int taps, int dilation, int quotient, int output)
    {
        if (taps == 0)
        {
            return new GradientAxis(first, count, firstTap, 0, 1, 0, 0);
        }

        int reach = dilation * (taps - 1);
        int padBegin = reach - quotient;
        return new GradientAxis(first, count, firstTap, taps, dilation, padBegin, count - output - padBegin + reach);
    }
}
