using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Kernels.ColumnSums;

/// <summary>The gradient in front of an activation, which is stored as it is summed; the second sum stays 0.</summary>
internal readonly unsafe struct InFrontTerm<TSlope>(float* output, float* outputGradient, float* inputGradient, TSlope slope) : IColumnTerm
    where TSlope : struct, IGradientSlope
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TAccess>(TAccess access, nint position, nint column, ref Vector<float> first, ref Vector<float> second)
        where TAccess : struct, IVectorAccess
    {
        Vector<float> gradient = slope.Apply(access.Load(output + position), access.Load(outputGradient + position));
        access.Store(gradient, inputGradient + position);
        first += gradient;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(nint position, nint count)
    {
        Prefetching.Ask(output + position, count);
        Prefetching.Ask(outputGradient + position, count);
    }
}
