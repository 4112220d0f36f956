namespace MLNetTransfer.Compute.Kernels.BatchNormalization;

/// <summary>The definition of BatchNormalization with the statistics of the batch, and of the gradients with and without them.</summary>
internal static class BatchNormalizationTrainingReference
{
    /// <summary>mean[c] and variance[c] (of the population) over p of input[p, c].</summary>
    public static void Statistics(int pixels, int channels, ReadOnlySpan<float> input, Span<double> mean, Span<double> variance)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            double sum = 0;
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                sum += input[(pixel * channels) + channel];
            }

            double squares = 0;
            mean[channel] = sum / pixels;
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                double deviation = input[(pixel * channels) + channel] - mean[channel];
                squares += deviation * deviation;
            }

            variance[channel] = squares / pixels;
        }
    }

    /// <summary>
    /// With n = (input - mean) inverseDeviation and g = outputGradient times the slope of the activation at n scale + shift: shiftGradient += sum of g,
    /// scaleGradient += sum of g n, and inputGradient = scale inverseDeviation (g - mean of g - n mean of g n); where statistics are
    /// <paramref name="frozen"/> the two means are left out.
    /// </summary>
    public static void Backward(
        int pixels,
        int channels,
        bool frozen,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> inverseDeviation,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        ActivationSlope slope,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> scaleGradient,
        Span<float> shiftGradient)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            double sum = 0;
            double products = 0;
            double offset = shift.IsEmpty ? 0 : shift[channel];
            for (int position = channel; position < pixels * channels; position += channels)
            {
                double normalized = ((double)input[position] - mean[channel]) * inverseDeviation[channel];
                double gradient = slope.Apply((normalized * scale[channel]) + offset, outputGradient[position]);
                sum += gradient;
                products += gradient * normalized;
            }

            scaleGradient[channel] = (float)(scaleGradient[channel] + products);
            shiftGradient[channel] = (float)(shiftGradient[channel] + sum);
            double share = frozen ? 0 : 1.0 / pixels;
            for (int position = channel; position < pixels * channels && !inputGradient.IsEmpty; position += channels)
            {
                double normalized = ((double)input[position] - mean[channel]) * inverseDeviation[channel];
                double gradient = slope.Apply((normalized * scale[channel]) + offset, outputGradient[position]);
                inputGradient[position] = (float)((double)scale[channel] * inverseDeviation[channel] * (gradient - (share * sum) - (share * normalized * products)));
            }
        }
    }
}
