using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>A running average: what moves is the average, and the "gradient" is the value that it follows.</summary>
internal readonly struct AverageRule(float share) : IUpdateRule
{
    /// <inheritdoc/>
    public static int StateCount => 0;

    /// <inheritdoc/>
    public Vector<float> Update(Vector<float> value, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second) =>
        value + (share * (gradient - value));
}
