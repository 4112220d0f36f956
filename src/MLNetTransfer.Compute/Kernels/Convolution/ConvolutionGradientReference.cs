namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>The gradients of a convolution as the definition says, for comparison and for sizes that no network has.</summary>
internal static class ConvolutionGradientReference
{
    /// <summary>inputGradient = prior + sum over the outputs that see it.</summary>
    public static void Input(in ConvolutionGeometry geometry, ReadOnlySpan<float> outputGradient, ReadOnlySpan<float> weights, ReadOnlySpan<float> prior, Span<float> inputGradient)
    {
        double[] sums = new double[geometry.InputLength];
        foreach (Pair pair in Pairs(geometry))
        {
            for (int output = 0; output < geometry.OutputChannels; output++)
            {
                int first = output / geometry.GroupOutputChannels * geometry.GroupInputChannels;
                for (int channel = 0; channel < geometry.GroupInputChannels; channel++)
                {
                    sums[pair.Input + first + channel] += (double)outputGradient[pair.Output + output] * weights[WeightIndex(geometry, output, channel, pair.Tap)];
                }
            }
        }

        for (int index = 0; index < sums.Length; index++)
        {
            inputGradient[index] = (float)(sums[index] + (prior.IsEmpty ? 0 : prior[index]));
        }
    }

    /// <summary>weightGradient += sum over the pixels.</summary>
    public static void Weights(in ConvolutionGeometry geometry, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> weightGradient)
    {
        double[] sums = new double[geometry.WeightLength];
        foreach (Pair pair in Pairs(geometry))
        {
            for (int output = 0; output < geometry.OutputChannels; output++)
            {
                int first = output / geometry.GroupOutputChannels * geometry.GroupInputChannels;
                for (int channel = 0; channel < geometry.GroupInputChannels; channel++)
                {
                    sums[WeightIndex(geometry, output, channel, pair.Tap)] += (double)outputGradient[pair.Output + output] * input[pair.Input + first + channel];
                }
            }
        }

        for (int index = 0; index < sums.Length; index++)
        {
            weightGradient[index] += (float)sums[index];
        }
    }

    private static int WeightIndex(in ConvolutionGeometry geometry, int output, int channel, int tap) =>
        (((output * geometry.GroupInputChannels) + channel) * geometry.KernelHeight * geometry.KernelWidth) + tap;

    // Every output pixel with every input pixel that it sees: the first element of each, and the tap between them.
    private static IEnumerable<Pair> Pairs(ConvolutionGeometry geometry)
    {
        for (int picture = 0; picture < geometry.Batch; picture++)
        {
            for (int y = 0; y < geometry.OutputHeight; y++)
            {
                for (int x = 0; x < geometry.OutputWidth; x++)
                {
                    for (int tap = 0; tap < geometry.KernelHeight * geometry.KernelWidth; tap++)
                    {
                        int inputY = (y * geometry.StrideY) + (tap / geometry.KernelWidth * geometry.DilationY) - geometry.PadTop;
                        int inputX = (x * geometry.StrideX) + (tap % geometry.KernelWidth * geometry.DilationX) - geometry.PadLeft;
                        if (inputY >= 0 && inputX >= 0 && inputY < geometry.InputHeight && inputX < geometry.InputWidth)
                        {
                            yield return new Pair(
                                ((((picture * geometry.OutputHeight) + y) * geometry.OutputWidth) + x) * geometry.OutputChannels,
                                ((((picture * geometry.InputHeight) + inputY) * geometry.InputWidth) + inputX) * geometry.InputChannels,
                                tap);
                        }
                    }
                }
            }
        }
    }

    private readonly record struct Pair(int Output, int Input, int Tap);
}
