using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>
/// Depthwise windows of 3 x 3 over <see cref="Vector{T}"/>: the nine weights of a vector of channels stay in registers while all pixels of the row pass, and
/// each input is read by the multiplication itself. The sums are those of <see cref="DepthwiseVector"/>, in the same order.
/// </summary>
internal static unsafe class DepthwiseVector3x3
{
    /// <summary>Computes all pixels of the window: no residual, the whole kernel inside the picture, at least as many channels as a vector has elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute(in DepthwiseWindow window)
    {
        nint channels = window.Channels;
        nint step = window.PixelStep;
        nint columnStep = window.ColumnStep;
        for (nint start = 0; start < channels; start += Vector<float>.Count)
        {
            nint channel = Math.Min(start, channels - Vector<float>.Count);
            float* weights = window.Weights + channel;
            Vector<float> weight0 = Vector.Load(weights);
            Vector<float> weight1 = Vector.Load(weights + channels);
            Vector<float> weight2 = Vector.Load(weights + (2 * channels));
            Vector<float> weight3 = Vector.Load(weights + (3 * channels));
            Vector<float> weight4 = Vector.Load(weights + (4 * channels));
            Vector<float> weight5 = Vector.Load(weights + (5 * channels));
            Vector<float> weight6 = Vector.Load(weights + (6 * channels));
            Vector<float> weight7 = Vector.Load(weights + (7 * channels));
            Vector<float> weight8 = Vector.Load(weights + (8 * channels));
            Vector<float> bias = window.Bias == null ? Vector<float>.Zero : Vector.Load(window.Bias + channel);
            Vector<float> low = new(window.Low);
            Vector<float> high = new(window.High);
            float* line0 = window.Input + channel;
            float* line1 = line0 + window.LineStep;
            float* line2 = line1 + window.LineStep;
            float* output = window.Output + channel;
            for (int pixel = window.Pixels; pixel > 0; pixel--)
            {
                Vector<float> sum = Vector.MultiplyAddEstimate(Vector.Load(line0), weight0, bias);
                sum = Vector.MultiplyAddEstimate(Vector.Load(line0 + columnStep), weight1, sum);
                sum = Vector.MultiplyAddEstimate(Vector.Load(line0 + (2 * columnStep)), weight2, sum);
                sum = Vector.MultiplyAddEstimate(Vector.Load(line1), weight3, sum);
                sum = Vector.MultiplyAddEstimate(Vector.Load(line1 + columnStep), weight4, sum);
                sum = Vector.MultiplyAddEstimate(Vector.Load(line1 + (2 * columnStep)), weight5, sum);
                sum = Vector.MultiplyAddEstimate(Vector.Load(line2), weight6, sum);
                sum = Vector.MultiplyAddEstimate(Vector.Load(line2 + columnStep), weight7, sum);
                sum = Vector.MultiplyAddEstimate(Vector.Load(line2 + (2 * columnStep)), weight8, sum);
                Vector.MinNative(high, Vector.MaxNative(low, sum)).Store(output);
                line0 += step;
                line1 += step;
                line2 += step;
                output += channels;
            }
        }
    }
}
