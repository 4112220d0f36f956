using System.Buffers;
using MLNetTransfer.Compute.Kernels.ColumnSums;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.BatchNormalization;

/// <summary>BatchNormalization with the statistics of the batch, forward and backward (Ioffe and Szegedy 2015).</summary>
public static class BatchNormalizationTrainingKernel
{
    private const int SampledRows = 64;

    // Of the squared distance of the sampled mean from the true one: up to here at most some bits of the variance are lost.
    private const double MostOfVariance = 4;

    /// <summary>
    /// output = activation((input - mean) inverseDeviation scale + shift) with mean and variance of the batch, a channel; running = momentum running +
    /// (1 - momentum) batch. The variance is summed around a mean of samples. The same bits for any number of threads.
    /// </summary>
    /// <param name="pixels">Number of pixels: N x H x W, at least 1.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="input">[pixels, channels].</param>
    /// <param name="scale">One a channel.</param>
    /// <param name="shift">One a channel.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Share of the running statistics that stays, 0 to 1 (0.9 of ONNX; 1 minus that of PyTorch).</param>
    /// <param name="unbiased">
    /// Whether the running variance takes the sum of squares divided by pixels - 1, as PyTorch does, else by pixels, as ONNX does; one pixel counts as the latter.
    /// </param>
    /// <param name="activation">Applied last: None, Relu, Clip or LeakyRelu with a slope of at least 0.</param>
    /// <param name="runningMean">One a channel, updated; empty to leave it.</param>
    /// <param name="runningVariance">One a channel, updated; empty to leave it.</param>
    /// <param name="mean">Gets the mean of each channel.</param>
    /// <param name="inverseDeviation">Gets 1 / sqrt(population variance + epsilon) of each channel.</param>
    /// <param name="output">[pixels, channels]; may be the same memory as <paramref name="input"/>, which <see cref="Backward"/> needs, however.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together, or the activation has no gradient here.</exception>
    public static unsafe void Forward(
        int pixels,
        int channels,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        float epsilon,
        float momentum,
        bool unbiased,
        Activation activation,
        Span<float> runningMean,
        Span<float> runningVariance,
        Span<float> mean,
        Span<float> inverseDeviation,
        Span<float> output,
        WorkerPool pool)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(channels);
        int length = checked(pixels * channels);
        KernelArguments.CheckLength(input.Length, length);
        KernelArguments.CheckLength(scale.Length, channels);
        KernelArguments.CheckLength(shift.Length, channels);
        KernelArguments.CheckOptionalLength(runningMean.Length, channels);
        KernelArguments.CheckOptionalLength(runningVariance.Length, channels);
        KernelArguments.CheckLength(mean.Length, channels);
        KernelArguments.CheckLength(inverseDeviation.Length, channels);
        KernelArguments.CheckLength(output.Length, length);
        ArgumentNullException.ThrowIfNull(pool);
        _ = ActivationSlope.Of(activation);

        double[] sums = ArrayPool<double>.Shared.Rent(2 * channels);
        Span<double> means = sums.AsSpan(0, channels);
        Span<double> variances = sums.AsSpan(channels, channels);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            BatchNormalizationTrainingReference.Statistics(pixels, channels, input, means, variances);
        }
        else
        {
            Statistics(pixels, channels, input, mean, sums, pool);
        }

        double correction = unbiased && pixels > 1 ? pixels / (pixels - 1.0) : 1;
        for (int channel = 0; channel < channels; channel++)
        {
            mean[channel] = (float)means[channel];
            inverseDeviation[channel] = (float)(1 / Math.Sqrt(variances[channel] + epsilon));
            if (!runningMean.IsEmpty)
            {
                runningMean[channel] = (float)((momentum * (double)runningMean[channel]) + ((1.0 - momentum) * means[channel]));
            }

            if (!runningVariance.IsEmpty)
            {
                runningVariance[channel] = (float)((momentum * (double)runningVariance[channel]) + ((1.0 - momentum) * correction * variances[channel]));
            }
        }

        ArrayPool<double>.Shared.Return(sums);
        Normalize(pixels, channels, input, mean, inverseDeviation, scale, shift, activation, output, pool);
    }

    /// <summary>The output of <see cref="Forward"/> from statistics that it gave before; the same bits.</summary>
    /// <param name="pixels">Number of pixels: N x H x W.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="input">[pixels, channels].</param>
    /// <param name="mean">One a channel.</param>
    /// <param name="inverseDeviation">One a channel.</param>
    /// <param name="scale">One a channel.</param>
    /// <param name="shift">One a channel.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="output">[pixels, channels]; may be the same memory as <paramref name="input"/>.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together.</exception>
    public static void Normalize(
        int pixels,
        int channels,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> inverseDeviation,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        Activation activation,
        Span<float> output,
        WorkerPool pool)
    {
        KernelArguments.CheckLength(mean.Length, channels);
        KernelArguments.CheckLength(inverseDeviation.Length, channels);
        KernelArguments.CheckLength(scale.Length, channels);
        KernelArguments.CheckLength(shift.Length, channels);
        float[] coefficients = ArrayPool<float>.Shared.Rent(2 * channels);
        BatchNormalizationBackward.Fold(mean[..channels], inverseDeviation, scale, shift, coefficients, coefficients.AsSpan(channels));
        BatchNormalizationKernel.Forward(pixels, channels, input, coefficients, coefficients.AsSpan(channels), activation, output, pool);
        ArrayPool<float>.Shared.Return(coefficients);
    }

    /// <summary>
    /// The gradients of <see cref="Forward"/>. The gradient before the activation is had from the input and the statistics, so that no output is needed.
    /// The same bits for any number of threads.
    /// </summary>
    /// <param name="pixels">Number of pixels: N x H x W, at least 1.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="input">[pixels, channels], as it went forward.</param>
    /// <param name="mean">What came out of the way forward.</param>
    /// <param name="inverseDeviation">What came out of the way forward.</param>
    /// <param name="scale">One a channel.</param>
    /// <param name="shift">One a channel.</param>
    /// <param name="activation">That of the way forward.</param>
    /// <param name="outputGradient">[pixels, channels].</param>
    /// <param name="inputGradient">[pixels, channels], or empty when nobody needs it; may be the same memory as <paramref name="outputGradient"/>.</param>
    /// <param name="scaleGradient">One a channel, added to.</param>
    /// <param name="shiftGradient">One a channel, added to.</param>
    /// <param name="pool">Threads to divide the work among.</param>
    /// <exception cref="ArgumentException">Sizes and buffers do not fit together, or the activation has no gradient here.</exception>
    public static void Backward(
        int pixels,
        int channels,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> inverseDeviation,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        Activation activation,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> scaleGradient,
        Span<float> shiftGradient,
        WorkerPool pool)
    {
        KernelArguments.CheckLength(shift.Length, channels);
        BatchNormalizationBackward.Run(
            pixels, channels, frozen: false, input, mean, inverseDeviation, scale, shift, activation, outputGradient, inputGradient, scaleGradient, shiftGradient, pool);
    }

    // Deviations are taken from the mean of some rows, so that one pass gives mean and variance. Where that mean was so far off that the difference of large numbers would cost
    // digits, a second pass takes them from the mean of all.
    private static unsafe void Statistics(int pixels, int channels, ReadOnlySpan<float> input, Span<float> mean, Span<double> sums, WorkerPool pool)
    {
        SampleMean(pixels, channels, input, mean, sums);
        fixed (float* source = input, center = mean)
        {
            if (!Deviations(pixels, channels, source, center, sums, pool))
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    mean[channel] = (float)sums[channel];
                }

                Deviations(pixels, channels, source, center, sums, pool);
            }
        }
    }

    // Mean and variance from the sums of deviations from a center; whether that was near enough.
    private static unsafe bool Deviations(int pixels, int channels, float* input, float* center, Span<double> sums, WorkerPool pool)
    {
        ColumnReduction.Run(pixels, channels, new DeviationTerm(input, center), sums, pool);
        bool isNear = true;
        for (int channel = 0; channel < channels; channel++)
        {
            double rest = sums[channel] / pixels;
            double variance = Math.Max(0, (sums[channels + channel] / pixels) - (rest * rest));
            isNear &= !(rest * rest > MostOfVariance * variance);
            sums[channel] = center[channel] + rest;
            sums[channels + channel] = variance;
        }

        return isNear;
    }

    private static void SampleMean(int pixels, int channels, ReadOnlySpan<float> input, Span<float> mean, Span<double> sums)
    {
        int rows = Math.Min(pixels, SampledRows);
        sums = sums[..channels];
        sums.Clear();
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> values = input.Slice((int)((long)row * pixels / rows) * channels, channels);
            for (int channel = 0; channel < channels; channel++)
            {
                sums[channel] += values[channel];
            }
        }

        for (int channel = 0; channel < channels; channel++)
        {
            mean[channel] = (float)(sums[channel] / rows);
        }
    }
}
