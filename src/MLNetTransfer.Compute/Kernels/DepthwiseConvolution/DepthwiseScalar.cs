using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>Depthwise windows number by number: for more than one output channel an input channel, and for fewer channels than a vector has.</summary>
internal static unsafe class DepthwiseScalar
{
    /// <summary>Computes all pixels of the window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute(in DepthwiseWindow window)
    {
        for (int pixel = 0; pixel < window.Pixels; pixel++)
        {
            float* input = window.Input + (pixel * window.PixelStep);
            nint position = (nint)pixel * window.Channels;
            for (int channel = 0; channel < window.Channels; channel++)
            {
                float sum = window.Bias == null ? 0 : window.Bias[channel];
                int source = channel / window.Multiplier;
                for (int kernelY = window.FirstKernelY; kernelY < window.EndKernelY; kernelY++)
                {
                    for (int kernelX = window.FirstKernelX; kernelX < window.EndKernelX; kernelX++)
                    {
                        float weight = window.Weights[((((nint)kernelY * window.KernelWidth) + kernelX) * window.Channels) + channel];
                        sum = float.MultiplyAddEstimate(input[(kernelY * window.LineStep) + (kernelX * window.ColumnStep) + source], weight, sum);
                    }
                }

                sum += window.Residual == null ? 0 : window.Residual[position + channel];
                window.Output[position + channel] = Math.Min(window.High, Math.Max(window.Low, sum));
            }
        }
    }
}
