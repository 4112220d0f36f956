using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.ColumnSums;
using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.BatchNormalization;

/// <summary>inputGradient = factor gradient + tilt (input - mean) + offset, some pixels a part; gradient is that before the activation.</summary>
internal readonly unsafe struct BatchNormalizationGradientBody<TSlope>(
    int pixels,
    int channels,
    float* input,
    float* mean,
    float* factor,
    float* summand,
    float* tilt,
    float* offset,
    float* outputGradient,
    float* inputGradient,
    TSlope slope) : IParallelBody
    where TSlope : struct, IGradientSlope
{
    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int index)
    {
        int rowsOfPart = ElementwiseChunks.RowsOf(channels);
        int end = (int)Math.Min(pixels, ((long)index + 1) * rowsOfPart);
        for (int row = index * rowsOfPart; row < end; row++)
        {
            nint position = (nint)row * channels;
            nint channel = 0;
            for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
            {
                Compute(default(FullAccess), position + channel, channel);
            }

            if (channel < channels)
            {
                Compute(new PartialAccess(channels - channel), position + channel, channel);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Compute<TAccess>(TAccess access, nint position, nint channel)
        where TAccess : struct, IVectorAccess
    {
        Vector<float> value = access.Load(input + position);
        Vector<float> gradient = access.Load(outputGradient + position);
        Vector<float> scale = access.Load(factor + channel);
        if (!TSlope.IsUnit)
        {
            gradient = slope.Apply(Vector.MultiplyAddEstimate(value, scale, access.Load(summand + channel)), gradient);
        }

        Vector<float> result = Vector.MultiplyAddEstimate(value - access.Load(mean + channel), access.Load(tilt + channel), access.Load(offset + channel));
        access.Store(Vector.MultiplyAddEstimate(gradient, scale, result), inputGradient + position);
    }
}
