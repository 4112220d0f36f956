using System.Buffers;
using MLNetTransfer.Compute.Kernels.ColumnSums;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.BatchNormalization;

/// <summary>The way back that fixed and batch statistics share: sums a channel first, then every element once.</summary>
internal static class BatchNormalizationBackward
{
    /// <summary>Checks the buffers and computes all gradients; see <see cref="BatchNormalizationTrainingReference.Backward"/>.</summary>
    public static void Run(
        int pixels,
        int channels,
        bool frozen,
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
        ArgumentOutOfRangeException.ThrowIfNegative(pixels);
        ArgumentOutOfRangeException.ThrowIfNegative(channels);
        int length = checked(pixels * channels);
        KernelArguments.CheckLength(input.Length, length);
        KernelArguments.CheckLength(mean.Length, channels);
        KernelArguments.CheckLength(inverseDeviation.Length, channels);
        KernelArguments.CheckLength(scale.Length, channels);
        KernelArguments.CheckOptionalLength(shift.Length, channels);
        KernelArguments.CheckLength(outputGradient.Length, length);
        KernelArguments.CheckOptionalLength(inputGradient.Length, length);
        KernelArguments.CheckLength(scaleGradient.Length, channels);
        KernelArguments.CheckLength(shiftGradient.Length, channels);
        ArgumentNullException.ThrowIfNull(pool);
        ActivationSlope slope = ActivationSlope.Of(activation);
        if (KernelSelection.Level == KernelLevel.Reference)
        {
            BatchNormalizationTrainingReference.Backward(
                pixels, channels, frozen, input, mean, inverseDeviation, scale, shift, slope, outputGradient, inputGradient, scaleGradient, shiftGradient);
            return;
        }

        if (length == 0)
        {
            return;
        }

        if (slope.IsOne)
        {
            Compute(pixels, channels, frozen, input, mean, inverseDeviation, scale, shift, default(UnitSlope), outputGradient, inputGradient, scaleGradient, shiftGradient, pool);
        }
        else if (slope.IsClamp)
        {
            ClampSlope clamp = new(slope.Low, slope.High);
            Compute(pixels, channels, frozen, input, mean, inverseDeviation, scale, shift, clamp, outputGradient, inputGradient, scaleGradient, shiftGradient, pool);
        }
        else
        {
            Compute(pixels, channels, frozen, input, mean, inverseDeviation, scale, shift, slope, outputGradient, inputGradient, scaleGradient, shiftGradient, pool);
        }
    }

    /// <summary>factor = scale inverseDeviation and summand = shift - mean factor, the same bits forward and backward so that masks agree.</summary>
    public static void Fold(
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> inverseDeviation,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        Span<float> factor,
        Span<float> summand)
    {
        for (int channel = 0; channel < mean.Length; channel++)
        {
            double product = (double)scale[channel] * inverseDeviation[channel];
            factor[channel] = (float)product;
            summand[channel] = (float)((shift.IsEmpty ? 0 : shift[channel]) - (mean[channel] * product));
        }
    }

    private static unsafe void Compute<TSlope>(
        int pixels,
        int channels,
        bool frozen,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> inverseDeviation,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        TSlope slope,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> scaleGradient,
        Span<float> shiftGradient,
        WorkerPool pool)
        where TSlope : struct, IGradientSlope
    {
        double[] sums = ArrayPool<double>.Shared.Rent(2 * channels);
        float[] coefficients = ArrayPool<float>.Shared.Rent(4 * channels);
        Fold(mean[..channels], inverseDeviation, scale, shift, coefficients, coefficients.AsSpan(channels));
        fixed (float* source = input, center = mean, factor = coefficients, behind = outputGradient, target = inputGradient)
        {
            float* summand = factor + channels;
            float* tilt = summand + channels;
            float* offset = tilt + channels;
            ColumnReduction.Run(pixels, channels, new GradientTerm<TSlope>(source, center, factor, summand, behind, slope), sums, pool);
            double share = frozen ? 0 : 1.0 / pixels;
            for (int channel = 0; channel < channels; channel++)
            {
                double sum = sums[channel];
                double products = sums[channels + channel] * inverseDeviation[channel];
                scaleGradient[channel] = (float)(scaleGradient[channel] + products);
                shiftGradient[channel] = (float)(shiftGradient[channel] + sum);
                double slopeOfInput = (double)scale[channel] * inverseDeviation[channel] * share;
                tilt[channel] = (float)(-slopeOfInput * products * inverseDeviation[channel]);
                offset[channel] = (float)(-slopeOfInput * sum);
            }

            if (!inputGradient.IsEmpty)
            {
                int rowsOfPart = ElementwiseChunks.RowsOf(channels);
                pool.Run(
                    (pixels + rowsOfPart - 1) / rowsOfPart,
                    new BatchNormalizationGradientBody<TSlope>(pixels, channels, source, center, factor, summand, tilt, offset, behind, target, slope));
            }
        }

        ArrayPool<float>.Shared.Return(coefficients);
        ArrayPool<double>.Shared.Return(sums);
    }
}
