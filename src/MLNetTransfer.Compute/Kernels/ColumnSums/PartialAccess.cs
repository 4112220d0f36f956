using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetTransfer.Compute.Kernels.Elementwise;

namespace MLNetTransfer.Compute.Kernels.ColumnSums;

/// <summary>The first lanes of a vector.</summary>
internal readonly unsafe struct PartialAccess(nint count) : IVectorAccess
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Load(float* source) => ElementwiseVector.LoadPartial(source, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Vector<float> value, float* target) => ElementwiseVector.StorePartial(value, target, count);
}
