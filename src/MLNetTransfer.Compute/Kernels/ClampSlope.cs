using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetTransfer.Compute.Kernels;

/// <summary>The gradient passes between two limits and nowhere else: Relu and Clip.</summary>
/// <param name="Low">Lower limit.</param>
/// <param name="High">Upper limit.</param>
internal readonly record struct ClampSlope(float Low, float High) : IGradientSlope
{
    /// <inheritdoc/>
    public static bool IsUnit => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Apply(Vector<float> value, Vector<float> gradient) =>
        Vector.GreaterThan(value, new Vector<float>(Low)).As<int, float>() & Vector.LessThan(value, new Vector<float>(High)).As<int, float>() & gradient;
}
