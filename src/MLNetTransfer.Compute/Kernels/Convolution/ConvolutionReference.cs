namespace MLNetTransfer.Compute.Kernels.Convolution;

/// <summary>The definition of a convolution: plain loops, accumulating in double.</summary>
internal static class ConvolutionReference
{
    /// <summary>
    /// output[n, y, x, o] = activation(sum over (i, ky, kx) of input[n, y strideY + ky dilationY - padTop, x strideX + kx dilationX - padLeft, i]
    /// weights[o, i, ky, kx] + bias[o] + residual[n, y, x, o]). Input and output [N, H, W, C], weights [O, I / groups, kH, kW].
    /// </summary>
    public static void Forward(
        in ConvolutionGeometry geometry,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<float> residual,
        Activation activation,
        Span<float> output)
    {
        int position = 0;
        for (int picture = 0; picture < geometry.Batch; picture++)
        {
            for (int y = 0; y < geometry.OutputHeight; y++)
            {
                for (int x = 0; x < geometry.OutputWidth; x++)
                {
                    for (int channel = 0; channel < geometry.OutputChannels; channel++)
                    {
                        double sum = Sum(geometry, input, weights, picture, y, x, channel);
                        sum += bias.IsEmpty ? 0 : bias[channel];
                        sum += residual.IsEmpty ? 0 : residual[position];
                        output[position++] = (float)activation.Apply(sum);
                    }
                }
            }
        }
    }

    private static double Sum(in ConvolutionGeometry geometry, ReadOnlySpan<float> input, ReadOnlySpan<float> weights, int picture, int y, int x, int channel)
    {
        int inputs = geometry.GroupInputChannels;
        int firstInput = channel / geometry.GroupOutputChannels * inputs;
        double sum = 0;
        for (int kernelY = 0; kernelY < geometry.KernelHeight; kernelY++)
        {
            int inputY = (y * geometry.StrideY) + (kernelY * geometry.DilationY) - geometry.PadTop;
            if ((uint)inputY >= (uint)geometry.InputHeight)
            {
                continue;
            }

            for (int kernelX = 0; kernelX < geometry.KernelWidth; kernelX++)
            {
                int inputX = (x * geometry.StrideX) + (kernelX * geometry.DilationX) - geometry.PadLeft;
                if ((uint)inputX >= (uint)geometry.InputWidth)
                {
                    continue;
                }

                int pixel = ((((picture * geometry.InputHeight) + inputY) * geometry.InputWidth + inputX) * geometry.InputChannels) + firstInput;
                for (int i = 0; i < inputs; i++)
                {
                    int weight = ((((channel * inputs) + i) * geometry.KernelHeight + kernelY) * geometry.KernelWidth) + kernelX;
                    sum += (double)input[pixel + i] * weights[weight];
                }
            }
        }

        return sum;
    }
}
