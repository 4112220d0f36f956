namespace MLNetTransfer.Compute.Kernels.Pooling;

/// <summary>The definition of the poolings: plain loops, accumulating in double.</summary>
internal static class PoolingReference
{
    /// <summary>
    /// output[n, y, x, c] = the maximum, or the mean, of input[n, y strideY + ky dilationY - padTop, x strideX + kx dilationX - padLeft, c] over the
    /// positions (ky, kx) inside the picture. The mean divides by their number, or with <paramref name="countPadding"/> by the number inside the
    /// padded picture. A window without any position gives negative infinity, or 0.
    /// </summary>
    public static void Forward(in PoolingGeometry geometry, bool maximum, bool countPadding, ReadOnlySpan<float> input, Span<float> output)
    {
        int position = 0;
        for (int picture = 0; picture < geometry.Batch; picture++)
        {
            for (int y = 0; y < geometry.OutputHeight; y++)
            {
                for (int x = 0; x < geometry.OutputWidth; x++)
                {
                    for (int channel = 0; channel < geometry.Channels; channel++)
                    {
                        output[position++] = Pool(geometry, maximum, countPadding, input, picture, y, x, channel);
                    }
                }
            }
        }
    }

    private static float Pool(in PoolingGeometry geometry, bool maximum, bool countPadding, ReadOnlySpan<float> input, int picture, int y, int x, int channel)
    {
        double largest = double.NegativeInfinity;
        double sum = 0;
        int inside = 0;
        int padded = 0;
        for (int kernelY = 0; kernelY < geometry.KernelHeight; kernelY++)
        {
            for (int kernelX = 0; kernelX < geometry.KernelWidth; kernelX++)
            {
                int inputY = (y * geometry.StrideY) + (kernelY * geometry.DilationY) - geometry.PadTop;
                int inputX = (x * geometry.StrideX) + (kernelX * geometry.DilationX) - geometry.PadLeft;
                if (inputY < geometry.InputHeight + geometry.PadBottom && inputX < geometry.InputWidth + geometry.PadRight)
                {
                    padded++;
                }

                if ((uint)inputY < (uint)geometry.InputHeight && (uint)inputX < (uint)geometry.InputWidth)
                {
                    double value = input[((((picture * geometry.InputHeight) + inputY) * geometry.InputWidth + inputX) * geometry.Channels) + channel];
                    largest = Math.Max(largest, value);
                    sum += value;
                    inside++;
                }
            }
        }

        int divisor = countPadding ? padded : inside;
        return maximum ? (float)largest : divisor == 0 ? 0 : (float)(sum / divisor);
    }
}
