using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.ColumnSums;

namespace MLNetTransfer.Compute.Kernels.BatchNormalization;

/// <summary>The deviation from the mean and its square.</summary>
internal readonly unsafe struct DeviationTerm(float* input, float* mean) : IColumnTerm
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TAccess>(TAccess access, nint position, nint column, ref Vector<float> first, ref Vector<float> second)
        where TAccess : struct, IVectorAccess
    {
        Vector<float> deviation = access.Load(input + position) - access.Load(mean + column);
        first += deviation;
        second = Vector.MultiplyAddEstimate(deviation, deviation, second);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(nint position, nint count) => Prefetching.Ask(input + position, count);
}
