using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.BatchNormalization;

/// <summary>BatchNormalization with fixed statistics: one multiplication and one addition a channel.</summary>
public static class BatchNormalizationKernel
{
    /// <summary>Turns the parameters of a BatchNormalization into the factor and the summand of each channel.</summary>
    /// <param name="gamma">Learned scale.</param>
    /// <param name="beta">Learned shift.</param>
    /// <param name="mean">Mean of the channel.</param>
    /// <param name="variance">Variance of the channel, not negative.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="scale">gamma / sqrt(variance + epsilon).</param>
    /// <param name="shift">beta - mean scale.</param>
    public static void Fold(
        ReadOnlySpan<float> gamma,
        ReadOnlySpan<float> beta,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance,
        float epsilon,
        Span<float> scale,
        Span<float> shift)
    {
        int channels = gamma.Length;
        KernelArguments.CheckLength(beta.Length, channels);
        KernelArguments.CheckLength(mean.Length, channels);
        KernelArguments.CheckLength(variance.Length, channels);
        KernelArguments.CheckLength(scale.Length, channels);
        KernelArguments.CheckLength(shift.Length, channels);
        for (int channel = 0; channel < channels; channel++)
        {
            double factor = gamma[channel] / Math.Sqrt((double)variance[channel] + epsilon);
            scale[channel] = (float)factor;
            shift[channel] = (float)(beta[channel] - (mean[channel] * factor));
        }
    }

    /// <summary>output[p, c] = activation(input[p, c] scale[c] + shift[c]).</summary>
    /// <param name="pixels">Number of pixels: N x H x W.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="input">[pixels, channels].</param>
    /// <param name="scale">One factor a channel.</param>
    /// <param name="shift">One summand a channel.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="output">[pixels, channels]; may be the same memory as <paramref name="input"/>.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static unsafe void Forward(
        int pixels,
        int channels,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        Activation activation,
        Span<float> output,
        WorkerPool pool)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pixels);
        ArgumentOutOfRangeException.ThrowIfNegative(channels);
        int length = checked(pixels * channels);
        KernelArguments.CheckLength(input.Length, length);
        KernelArguments.CheckLength(scale.Length, channels);
        KernelArguments.CheckLength(shift.Length, channels);
        KernelArguments.CheckLength(output.Length, length);
        ArgumentNullException.ThrowIfNull(pool);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            BatchNormalizationReference.Forward(pixels, channels, input, scale, shift, activation, output);
            return;
        }

        if (length == 0)
        {
            return;
        }

        fixed (float* source = input, factors = scale, summands = shift, target = output)
        {
            int rowsOfPart = ElementwiseChunks.RowsOf(channels);
            int parts = (pixels + rowsOfPart - 1) / rowsOfPart;
            pool.Run(parts, new BatchNormalizationBody(source, factors, summands, channels, target, length, activation));
        }
    }
}
