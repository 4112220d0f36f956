using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.BatchNormalization;

/// <summary>Gradients of a BatchNormalization whose statistics stand fixed, as in fine-tuning.</summary>
public static class BatchNormalizationGradientKernel
{
    /// <summary>
    /// With n = (input - mean) inverseDeviation: inputGradient = outputGradient scale inverseDeviation, scaleGradient += sum over pixels of outputGradient n,
    /// shiftGradient += sum over pixels of outputGradient. The same bits for any number of threads.
    /// </summary>
    /// <param name="pixels">Number of pixels: N x H x W.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="input">[pixels, channels].</param>
    /// <param name="mean">One a channel.</param>
    /// <param name="inverseDeviation">1 / sqrt(variance + epsilon), one a channel.</param>
    /// <param name="scale">One a channel.</param>
    /// <param name="outputGradient">[pixels, channels].</param>
    /// <param name="inputGradient">[pixels, channels], or empty when nobody needs it; may be the same memory as <paramref name="outputGradient"/>.</param>
    /// <param name="scaleGradient">One a channel, added to.</param>
    /// <param name="shiftGradient">One a channel, added to.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void Frozen(
        int pixels,
        int channels,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> inverseDeviation,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> scaleGradient,
        Span<float> shiftGradient,
        WorkerPool pool) =>
        BatchNormalizationBackward.Run(
            pixels, channels, frozen: true, input, mean, inverseDeviation, scale, [], Activation.None, outputGradient, inputGradient, scaleGradient, shiftGradient, pool);
}
