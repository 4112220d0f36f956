using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>
/// Depthwise windows of three columns and stride 1 over <see cref="Vector{T}"/>: four neighbouring pixels at a time, which share the weights and most of the input that they
/// see, from the first channel to the last, so that memory is read in its order. The sums are those of <see cref="DepthwiseVector"/>, in the same order.
/// </summary>
internal static unsafe class DepthwiseVectorNear
{
    /// <summary>Computes the first pixels of the window, as many whole fours as there are: no residual, at least as many channels as a vector has elements.</summary>
    /// <returns>How many were computed.</returns>
    public static int Compute(in DepthwiseWindow window)
    {
        int pixel = 0;
        for (; pixel <= window.Pixels - 4; pixel += 4)
        {
            ComputeFour(window, pixel);
        }

        return pixel;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ComputeFour(in DepthwiseWindow window, int pixel)
    {
        nint step = window.PixelStep;
        nint channels = window.Channels;
        nint lineStep = window.LineStep;
        float* input = window.Input + (pixel * step) + (window.FirstKernelY * lineStep);
        float* weights = window.Weights + (window.FirstKernelY * 3 * channels);
        float* output = window.Output + (pixel * channels);
        float* bias = window.Bias;
        int lines = window.EndKernelY - window.FirstKernelY;
        Vector<float> low = new(window.Low);
        Vector<float> high = new(window.High);
        for (nint start = 0; start < channels; start += Vector<float>.Count)
        {
            nint channel = Math.Min(start, channels - Vector<float>.Count);
            Vector<float> sum0 = bias == null ? Vector<float>.Zero : Vector.Load(bias + channel);
            Vector<float> sum1 = sum0, sum2 = sum0, sum3 = sum0;
            float* weight = weights + channel;
            float* line = input + channel;
            for (int count = lines; count > 0; count--)
            {
                Vector<float> left = Vector.Load(weight);
                Vector<float> middle = Vector.Load(weight + channels);
                Vector<float> right = Vector.Load(weight + (2 * channels));
                Vector<float> value = Vector.Load(line);
                sum0 = Vector.MultiplyAddEstimate(value, left, sum0);
                value = Vector.Load(line + step);
                sum0 = Vector.MultiplyAddEstimate(value, middle, sum0);
                sum1 = Vector.MultiplyAddEstimate(value, left, sum1);
                value = Vector.Load(line + (2 * step));
                sum0 = Vector.MultiplyAddEstimate(value, right, sum0);
                sum1 = Vector.MultiplyAddEstimate(value, middle, sum1);
                sum2 = Vector.MultiplyAddEstimate(value, left, sum2);
                value = Vector.Load(line + (3 * step));
                sum1 = Vector.MultiplyAddEstimate(value, right, sum1);
                sum2 = Vector.MultiplyAddEstimate(value, middle, sum2);
                sum3 = Vector.MultiplyAddEstimate(value, left, sum3);
                value = Vector.Load(line + (4 * step));
                sum2 = Vector.MultiplyAddEstimate(value, right, sum2);
                sum3 = Vector.MultiplyAddEstimate(value, middle, sum3);
                sum3 = Vector.MultiplyAddEstimate(Vector.Load(line + (5 * step)), right, sum3);
                weight += 3 * channels;
                line += lineStep;
            }

            float* target = output + channel;
            Vector.MinNative(high, Vector.MaxNative(low, sum0)).Store(target);
            Vector.MinNative(high, Vector.MaxNative(low, sum1)).Store(target + channels);
            Vector.MinNative(high, Vector.MaxNative(low, sum2)).Store(target + (2 * channels));
            Vector.MinNative(high, Vector.MaxNative(low, sum3)).Store(target + (3 * channels));
        }
    }
}
