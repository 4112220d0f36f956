using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.ColumnSums;

namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>
/// The gradients that belong to two lines of the input of a depthwise convolution of 3 x 3 with stride 2 and padding 1. Of each square of four inputs the first one was read by the
/// middle tap of one window only, its neighbours by two windows, the last one by four; the windows are those of two lines and two columns of the output.
/// </summary>
internal static unsafe class DepthwiseGradientApart
{
    private const int PixelsOfBlock = 8;

    /// <summary>Computes them.</summary>
    public static void Compute(in DepthwiseGradientLines lines)
    {
        for (int pixel = 0; pixel < lines.Pixels; pixel += PixelsOfBlock)
        {
            int count = Math.Min(PixelsOfBlock, lines.Pixels - pixel);
            if (lines.Sums != null)
            {
                AddWeightGradients(lines, pixel, count);
            }

            if (lines.InputGradient != null)
            {
                ComputeInputs(lines, pixel, count);
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWeightGradients(in DepthwiseGradientLines lines, int pixel, int count)
    {
        nint channels = lines.Channels;
        float* near = lines.Middle + ((pixel + 1) * channels);
        float* below = lines.Below + ((pixel + 1) * channels);
        float* input = lines.Input + (2 * pixel * channels);
        float* second = input + (2 * lines.Pixels * channels);
        float* sums = lines.Sums;
        nint channel = 0;
        for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
        {
            AddWeightGradients(default(FullAccess), near + channel, below + channel, input + channel, second + channel, channels, count, sums + channel);
        }

        if (channel < channels)
        {
            AddWeightGradients(new PartialAccess(channels - channel), near + channel, below + channel, input + channel, second + channel, channels, count, sums + channel);
        }
    }

    // Sums are numbered as the taps are stored: the last tap first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddWeightGradients<TAccess>(TAccess access, float* near, float* below, float* input, float* second, nint channels, int count, float* sums)
        where TAccess : struct, IVectorAccess
    {
        Vector<float> sum0 = Vector<float>.Zero;
        Vector<float> sum1 = sum0, sum2 = sum0, sum3 = sum0, sum4 = sum0, sum5 = sum0, sum6 = sum0, sum7 = sum0, sum8 = sum0;
        for (; count > 0; count--)
        {
            Vector<float> here = access.Load(near);
            Vector<float> right = access.Load(near + channels);
            Vector<float> under = access.Load(below);
            sum4 = Vector.MultiplyAddEstimate(here, access.Load(input), sum4);
            Vector<float> value = access.Load(input + channels);
            sum3 = Vector.MultiplyAddEstimate(here, value, sum3);
            sum5 = Vector.MultiplyAddEstimate(right, value, sum5);
            value = access.Load(second);
            sum1 = Vector.MultiplyAddEstimate(here, value, sum1);
            sum7 = Vector.MultiplyAddEstimate(under, value, sum7);
            value = access.Load(second + channels);
            sum0 = Vector.MultiplyAddEstimate(here, value, sum0);
            sum2 = Vector.MultiplyAddEstimate(right, value, sum2);
            sum6 = Vector.MultiplyAddEstimate(under, value, sum6);
            sum8 = Vector.MultiplyAddEstimate(access.Load(below + channels), value, sum8);
            near += channels;
            below += channels;
            input += 2 * channels;
            second += 2 * channels;
        }

        Add(access, sum0, sums);
        Add(access, sum1, sums + channels);
        Add(access, sum2, sums + (2 * channels));
        Add(access, sum3, sums + (3 * channels));
        Add(access, sum4, sums + (4 * channels));
        Add(access, sum5, sums + (5 * channels));
        Add(access, sum6, sums + (6 * channels));
        Add(access, sum7, sums + (7 * channels));
        Add(access, sum8, sums + (8 * channels));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TAccess>(TAccess access, Vector<float> sum, float* target)
        where TAccess : struct, IVectorAccess => access.Store(access.Load(target) + sum, target);

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ComputeInputs(in DepthwiseGradientLines lines, int pixel, int count)
    {
        nint channels = lines.Channels;
        nint lineLength = 2 * lines.Pixels * channels;
        float* near = lines.Middle + ((pixel + 1) * channels);
        float* below = lines.Below + ((pixel + 1) * channels);
        float* weights = lines.Weights;
        float* target = lines.InputGradient + (2 * pixel * channels);
        float* prior = lines.Prior == null ? null : lines.Prior + (2 * pixel * channels);
        for (; count > 0; count--)
        {
            nint channel = 0;
            for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
            {
                ComputeSquare(default(FullAccess), near + channel, below + channel, weights + channel, channels, lineLength, prior == null ? null : prior + channel, target + channel);
            }

            if (channel < channels)
            {
                PartialAccess access = new(channels - channel);
                ComputeSquare(access, near + channel, below + channel, weights + channel, channels, lineLength, prior == null ? null : prior + channel, target + channel);
            }

            near += channels;
            below += channels;
            target += 2 * channels;
            prior = prior == null ? null : prior + (2 * channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ComputeSquare<TAccess>(TAccess access, float* near, float* below, float* weights, nint channels, nint lineLength, float* prior, float* target)
        where TAccess : struct, IVectorAccess
    {
        Vector<float> here = access.Load(near);
        Vector<float> right = access.Load(near + channels);
        Vector<float> under = access.Load(below);
        Vector<float> first = here * access.Load(weights + (4 * channels));
        Vector<float> second = Vector.MultiplyAddEstimate(right, access.Load(weights + (5 * channels)), here * access.Load(weights + (3 * channels)));
        Vector<float> third = Vector.MultiplyAddEstimate(under, access.Load(weights + (7 * channels)), here * access.Load(weights + channels));
        Vector<float> last = Vector.MultiplyAddEstimate(right, access.Load(weights + (2 * channels)), here * access.Load(weights));
        last = Vector.MultiplyAddEstimate(under, access.Load(weights + (6 * channels)), last);
        last = Vector.MultiplyAddEstimate(access.Load(below + channels), access.Load(weights + (8 * channels)), last);
        if (prior != null)
        {
            first += access.Load(prior);
            second += access.Load(prior + channels);
            third += access.Load(prior + lineLength);
            last += access.Load(prior + lineLength + channels);
        }

        access.Store(first, target);
        access.Store(second, target + channels);
        access.Store(third, target + lineLength);
        access.Store(last, target + lineLength + channels);
    }
}
