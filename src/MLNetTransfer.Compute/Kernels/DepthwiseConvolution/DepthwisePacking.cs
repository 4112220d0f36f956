namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>Brings the weights of a depthwise convolution from [channels, taps] to [taps, channels].</summary>
internal static class DepthwisePacking
{
    /// <summary>packed[t, c] = weights[c, t].</summary>
    public static void Pack(ReadOnlySpan<float> weights, int channels, int taps, Span<float> packed)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                packed[(tap * channels) + channel] = weights[(channel * taps) + tap];
            }
        }
    }
}
