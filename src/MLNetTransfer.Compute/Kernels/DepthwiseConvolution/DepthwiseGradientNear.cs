using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.ColumnSums;

namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>
/// The gradients that belong to one line of the input of a depthwise convolution of 3 x 3 with stride 1. The input gradient is a convolution of the three lines with the kernel
/// turned around; the weights get the products of each input with the nine gradients around it. Eight pixels at a time stay in the nearest cache for both.
/// </summary>
internal static unsafe class DepthwiseGradientNear
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

            if (lines.InputGradient == null)
            {
                continue;
            }

            int end = pixel + count;
            int next = pixel;
            for (; next <= end - 4; next += 4)
            {
                ComputeFour(lines, next);
            }

            for (; next < end; next++)
            {
                ComputeOne(lines, next);
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWeightGradients(in DepthwiseGradientLines lines, int pixel, int count)
    {
        nint channels = lines.Channels;
        nint offset = pixel * channels;
        float* above = lines.Above + offset;
        float* middle = lines.Middle + offset;
        float* below = lines.Below + offset;
        float* input = lines.Input + offset;
        float* sums = lines.Sums;
        nint channel = 0;
        for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
        {
            AddWeightGradients(default(FullAccess), above + channel, middle + channel, below + channel, input + channel, channels, count, sums + channel);
        }

        if (channel < channels)
        {
            AddWeightGradients(new PartialAccess(channels - channel), above + channel, middle + channel, below + channel, input + channel, channels, count, sums + channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddWeightGradients<TAccess>(TAccess access, float* above, float* middle, float* below, float* input, nint channels, int count, float* sums)
        where TAccess : struct, IVectorAccess
    {
        Vector<float> sum0 = Vector<float>.Zero;
        Vector<float> sum1 = sum0, sum2 = sum0, sum3 = sum0, sum4 = sum0, sum5 = sum0, sum6 = sum0, sum7 = sum0, sum8 = sum0;
        for (; count > 0; count--)
        {
            Vector<float> value = access.Load(input);
            sum0 = Vector.MultiplyAddEstimate(value, access.Load(above), sum0);
            sum1 = Vector.MultiplyAddEstimate(value, access.Load(above + channels), sum1);
            sum2 = Vector.MultiplyAddEstimate(value, access.Load(above + (2 * channels)), sum2);
            sum3 = Vector.MultiplyAddEstimate(value, access.Load(middle), sum3);
            sum4 = Vector.MultiplyAddEstimate(value, access.Load(middle + channels), sum4);
            sum5 = Vector.MultiplyAddEstimate(value, access.Load(middle + (2 * channels)), sum5);
            sum6 = Vector.MultiplyAddEstimate(value, access.Load(below), sum6);
            sum7 = Vector.MultiplyAddEstimate(value, access.Load(below + channels), sum7);
            sum8 = Vector.MultiplyAddEstimate(value, access.Load(below + (2 * channels)), sum8);
            above += channels;
            middle += channels;
            below += channels;
            input += channels;
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
    private static void ComputeFour(in DepthwiseGradientLines lines, int pixel)
    {
        nint channels = lines.Channels;
        nint offset = pixel * channels;
        float* above = lines.Above + offset;
        float* middle = lines.Middle + offset;
        float* below = lines.Below + offset;
        float* weights = lines.Weights;
        float* target = lines.InputGradient + offset;
        float* prior = lines.Prior == null ? null : lines.Prior + offset;
        nint channel = 0;
        for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
        {
            ComputeFour(default(FullAccess), above + channel, middle + channel, below + channel, weights + channel, channels, prior == null ? null : prior + channel, target + channel);
        }

        if (channel < channels)
        {
            PartialAccess access = new(channels - channel);
            ComputeFour(access, above + channel, middle + channel, below + channel, weights + channel, channels, prior == null ? null : prior + channel, target + channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ComputeFour<TAccess>(TAccess access, float* above, float* middle, float* below, float* weights, nint channels, float* prior, float* target)
        where TAccess : struct, IVectorAccess
    {
        Vector<float> sum0 = Vector<float>.Zero;
        Vector<float> sum1 = sum0, sum2 = sum0, sum3 = sum0;
        AddLine(access, above, weights, channels, ref sum0, ref sum1, ref sum2, ref sum3);
        AddLine(access, middle, weights + (3 * channels), channels, ref sum0, ref sum1, ref sum2, ref sum3);
        AddLine(access, below, weights + (6 * channels), channels, ref sum0, ref sum1, ref sum2, ref sum3);
        if (prior != null)
        {
            sum0 += access.Load(prior);
            sum1 += access.Load(prior + channels);
            sum2 += access.Load(prior + (2 * channels));
            sum3 += access.Load(prior + (3 * channels));
        }

        access.Store(sum0, target);
        access.Store(sum1, target + channels);
        access.Store(sum2, target + (2 * channels));
        access.Store(sum3, target + (3 * channels));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLine<TAccess>(
        TAccess access, float* line, float* weights, nint channels, ref Vector<float> sum0, ref Vector<float> sum1, ref Vector<float> sum2, ref Vector<float> sum3)
        where TAccess : struct, IVectorAccess
    {
        Vector<float> left = access.Load(weights);
        Vector<float> middle = access.Load(weights + channels);
        Vector<float> right = access.Load(weights + (2 * channels));
        sum0 = Vector.MultiplyAddEstimate(access.Load(line), left, sum0);
        Vector<float> value = access.Load(line + channels);
        sum0 = Vector.MultiplyAddEstimate(value, middle, sum0);
        sum1 = Vector.MultiplyAddEstimate(value, left, sum1);
        value = access.Load(line + (2 * channels));
        sum0 = Vector.MultiplyAddEstimate(value, right, sum0);
        sum1 = Vector.MultiplyAddEstimate(value, middle, sum1);
        sum2 = Vector.MultiplyAddEstimate(value, left, sum2);
        value = access.Load(line + (3 * channels));
        sum1 = Vector.MultiplyAddEstimate(value, right, sum1);
        sum2 = Vector.MultiplyAddEstimate(value, middle, sum2);
        sum3 = Vector.MultiplyAddEstimate(value, left, sum3);
        value = access.Load(line + (4 * channels));
        sum2 = Vector.MultiplyAddEstimate(value, right, sum2);
        sum3 = Vector.MultiplyAddEstimate(value, middle, sum3);
        sum3 = Vector.MultiplyAddEstimate(access.Load(line + (5 * channels)), right, sum3);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ComputeOne(in DepthwiseGradientLines lines, int pixel)
    {
        nint channels = lines.Channels;
        nint offset = pixel * channels;
        float* above = lines.Above + offset;
        float* middle = lines.Middle + offset;
        float* below = lines.Below + offset;
        float* weights = lines.Weights;
        float* target = lines.InputGradient + offset;
        float* prior = lines.Prior == null ? null : lines.Prior + offset;
        nint channel = 0;
        for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
        {
            ComputeOne(default(FullAccess), above + channel, middle + channel, below + channel, weights + channel, channels, prior == null ? null : prior + channel, target + channel);
        }

        if (channel < channels)
        {
            PartialAccess access = new(channels - channel);
            ComputeOne(access, above + channel, middle + channel, below + channel, weights + channel, channels, prior == null ? null : prior + channel, target + channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ComputeOne<TAccess>(TAccess access, float* above, float* middle, float* below, float* weights, nint channels, float* prior, float* target)
        where TAccess : struct, IVectorAccess
    {
        Vector<float> sum = access.Load(above) * access.Load(weights);
        sum = Vector.MultiplyAddEstimate(access.Load(above + channels), access.Load(weights + channels), sum);
        sum = Vector.MultiplyAddEstimate(access.Load(above + (2 * channels)), access.Load(weights + (2 * channels)), sum);
        sum = Vector.MultiplyAddEstimate(access.Load(middle), access.Load(weights + (3 * channels)), sum);
        sum = Vector.MultiplyAddEstimate(access.Load(middle + channels), access.Load(weights + (4 * channels)), sum);
        sum = Vector.MultiplyAddEstimate(access.Load(middle + (2 * channels)), access.Load(weights + (5 * channels)), sum);
        sum = Vector.MultiplyAddEstimate(access.Load(below), access.Load(weights + (6 * channels)), sum);
        sum = Vector.MultiplyAddEstimate(access.Load(below + channels), access.Load(weights + (7 * channels)), sum);
        sum = Vector.MultiplyAddEstimate(access.Load(below + (2 * channels)), access.Load(weights + (8 * channels)), sum);
        access.Store(prior == null ? sum : sum + access.Load(prior), target);
    }
}
