using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.ColumnSums;

namespace MLNetTransfer.Compute.Kernels.BatchNormalization;

/// <summary>The gradient before the activation, and its product with the deviation from the mean.</summary>
internal readonly unsafe struct GradientTerm<TSlope>(
    float* input, float* mean, float* factor, float* summand, float* outputGradient, TSlope slope) : IColumnTerm
    where TSlope : struct, IGradientSlope
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TAccess>(TAccess access, nint position, nint column, ref Vector<float> first, ref Vector<float> second)
        where TAccess : struct, IVectorAccess
    {
        Vector<float> value = access.Load(input + position);
        Vector<float> gradient = access.Load(outputGradient + position);
        if (!TSlope.IsUnit)
        {
            gradient = slope.Apply(Vector.MultiplyAddEstimate(value, access.Load(factor + column), access.Load(summand + column)), gradient);
        }

        first += gradient;
        second = Vector.MultiplyAddEstimate(gradient, value - access.Load(mean + column), second);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(nint position, nint count)
    {
        Prefetching.Ask(input + position, count);
        Prefetching.Ask(outputGradient + position, count);
    }
}
