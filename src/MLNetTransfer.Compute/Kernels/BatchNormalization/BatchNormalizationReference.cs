namespace MLNetTransfer.Compute.Kernels.BatchNormalization;

/// <summary>The definition of BatchNormalization with fixed statistics.</summary>
internal static class BatchNormalizationReference
{
    /// <summary>output[p, c] = activation(input[p, c] scale[c] + shift[c]).</summary>
    public static void Forward(
        int pixels,
        int channels,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        Activation activation,
        Span<float> output)
    {
        for (int position = 0; position < pixels * channels; position++)
        {
            int channel = position % channels;
            output[position] = (float)activation.Apply(((double)input[position] * scale[channel]) + shift[channel]);
        }
    }
}
