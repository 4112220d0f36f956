using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Kernels.ColumnSums;

/// <summary>The elements themselves; the second sum stays 0.</summary>
internal readonly unsafe struct ValueTerm(float* values) : IColumnTerm
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TAccess>(TAccess access, nint position, nint column, ref Vector<float> first, ref Vector<float> second)
        where TAccess : struct, IVectorAccess => first += access.Load(values + position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(nint position, nint count) => Prefetching.Ask(values + position, count);
}
