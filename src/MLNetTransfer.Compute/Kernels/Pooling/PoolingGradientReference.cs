namespace MLNetTransfer.Compute.Kernels.Pooling;

/// <summary>The gradients of pooling as the definition says; with an input that of the maximum, without one that of the mean.</summary>
internal static class PoolingGradientReference
{
    public static void Run(in PoolingGeometry geometry, bool countPadding, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        double[] sums = new double[geometry.InputLength];
        for (int output = 0; output < geometry.OutputLength; output++)
        {
            int channel = output % geometry.Channels;
            int x = output / geometry.Channels % geometry.OutputWidth;
            int y = output / geometry.Channels / geometry.OutputWidth % geometry.OutputHeight;
            int picture = output / geometry.Channels / geometry.OutputWidth / geometry.OutputHeight;
            List<int> window = [];
            int counted = 0;
            for (int tap = 0; tap < geometry.KernelHeight * geometry.KernelWidth; tap++)
            {
                int inputY = (y * geometry.StrideY) + (tap / geometry.KernelWidth * geometry.DilationY) - geometry.PadTop;
                int inputX = (x * geometry.StrideX) + (tap % geometry.KernelWidth * geometry.DilationX) - geometry.PadLeft;
                bool isInside = inputY >= 0 && inputX >= 0 && inputY < geometry.InputHeight && inputX < geometry.InputWidth;
                bool isPadding = !isInside && inputY < geometry.InputHeight + geometry.PadBottom && inputX < geometry.InputWidth + geometry.PadRight;
                counted += isInside || (countPadding && isPadding) ? 1 : 0;
                if (isInside)
                {
                    window.Add((((((picture * geometry.InputHeight) + inputY) * geometry.InputWidth) + inputX) * geometry.Channels) + channel);
                }
            }

            if (input.IsEmpty)
            {
                foreach (int index in window)
                {
                    sums[index] += (double)outputGradient[output] / counted;
                }
            }
            else if (window.Count > 0)
            {
                int best = window[0];
                foreach (int index in window)
                {
                    best = input[index] > input[best] ? index : best;
                }

                sums[best] += outputGradient[output];
            }
        }

        for (int index = 0; index < sums.Length; index++)
        {
            inputGradient[index] = (float)sums[index];
        }
    }
}
