using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>
/// Depthwise windows of any kernel over <see cref="Vector{T}"/>: four pixels share each weight that is loaded. The last vector of channels overlaps the one
/// before it, so that there is no rest.
/// </summary>
internal static unsafe class DepthwiseVector
{
    /// <summary>Computes the pixels of the window from <paramref name="pixel"/> on; at least as many channels as a vector has elements.</summary>
    public static void Compute(in DepthwiseWindow window, int pixel)
    {
        for (; pixel <= window.Pixels - 4; pixel += 4)
        {
            ComputeFour(window, pixel);
        }

        for (; pixel < window.Pixels; pixel++)
        {
            ComputeOne(window, pixel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ComputeFour(in DepthwiseWindow window, int pixel)
    {
        nint step = window.PixelStep;
        nint channels = window.Channels;
        for (nint start = 0; start < channels; start += Vector<float>.Count)
        {
            nint channel = Math.Min(start, channels - Vector<float>.Count);
            Vector<float> sum0 = window.Bias == null ? Vector<float>.Zero : Vector.Load(window.Bias + channel);
            Vector<float> sum1 = sum0, sum2 = sum0, sum3 = sum0;
            for (nint kernelY = window.FirstKernelY; kernelY < window.EndKernelY; kernelY++)
            {
                float* weights = window.Weights + (((kernelY * window.KernelWidth) + window.FirstKernelX) * channels) + channel;
                float* input = window.Input + (pixel * step) + (kernelY * window.LineStep) + (window.FirstKernelX * window.ColumnStep) + channel;
                for (nint kernelX = window.EndKernelX - window.FirstKernelX; kernelX > 0; kernelX--)
                {
                    Vector<float> weight = Vector.Load(weights);
                    sum0 = Vector.MultiplyAddEstimate(Vector.Load(input), weight, sum0);
                    sum1 = Vector.MultiplyAddEstimate(Vector.Load(input + step), weight, sum1);
                    sum2 = Vector.MultiplyAddEstimate(Vector.Load(input + (2 * step)), weight, sum2);
                    sum3 = Vector.MultiplyAddEstimate(Vector.Load(input + (3 * step)), weight, sum3);
                    weights += channels;
                    input += window.ColumnStep;
                }
            }

            Finish(window, (pixel * channels) + channel, sum0, (int)(start - channel));
            Finish(window, ((pixel + 1) * channels) + channel, sum1, (int)(start - channel));
            Finish(window, ((pixel + 2) * channels) + channel, sum2, (int)(start - channel));
            Finish(window, ((pixel + 3) * channels) + channel, sum3, (int)(start - channel));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ComputeOne(in DepthwiseWindow window, int pixel)
    {
        nint channels = window.Channels;
        for (nint start = 0; start < channels; start += Vector<float>.Count)
        {
            nint channel = Math.Min(start, channels - Vector<float>.Count);
            Vector<float> sum = window.Bias == null ? Vector<float>.Zero : Vector.Load(window.Bias + channel);
            for (nint kernelY = window.FirstKernelY; kernelY < window.EndKernelY; kernelY++)
            {
                float* weights = window.Weights + (((kernelY * window.KernelWidth) + window.FirstKernelX) * channels) + channel;
                float* input = window.Input + (pixel * window.PixelStep) + (kernelY * window.LineStep) + (window.FirstKernelX * window.ColumnStep) + channel;
                for (nint kernelX = window.EndKernelX - window.FirstKernelX; kernelX > 0; kernelX--)
                {
                    sum = Vector.MultiplyAddEstimate(Vector.Load(input), Vector.Load(weights), sum);
                    weights += channels;
                    input += window.ColumnStep;
                }
            }

            Finish(window, (pixel * channels) + channel, sum, (int)(start - channel));
        }
    }

    // Elements that the vector before has stored are not stored again: where the residual is the output, they hold it no more.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(in DepthwiseWindow window, nint position, Vector<float> sum, int stored)
    {
        if (window.Residual != null)
        {
            sum += Vector.Load(window.Residual + position);
        }

        sum = Vector.MinNative(new Vector<float>(window.High), Vector.MaxNative(new Vector<float>(window.Low), sum));
        if (stored == 0)
        {
            sum.Store(window.Output + position);
            return;
        }

        for (int element = stored; element < Vector<float>.Count; element++)
        {
            window.Output[position + element] = sum[element];
        }
    }
}
