using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>Gradient descent without memory.</summary>
internal readonly struct DescentRule(float rate, float weightDecay) : IUpdateRule
{
    /// <inheritdoc/>
    public static int StateCount => 0;

    /// <inheritdoc/>
    public Vector<float> Update(Vector<float> value, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second) =>
        value - (rate * (gradient + (weightDecay * value)));
}
