using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Kernels;

/// <summary>No activation.</summary>
internal readonly struct UnitSlope : IGradientSlope
{
    /// <inheritdoc/>
    public static bool IsUnit => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Apply(Vector<float> value, Vector<float> gradient) => gradient;
}
