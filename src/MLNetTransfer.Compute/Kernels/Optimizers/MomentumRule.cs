using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>Gradient descent with momentum; the state is the velocity.</summary>
internal readonly struct MomentumRule(MomentumConstants constants) : IUpdateRule
{
    /// <inheritdoc/>
    public static int StateCount => 1;

    /// <inheritdoc/>
    public Vector<float> Update(Vector<float> value, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second)
    {
        Vector<float> slope = gradient + (constants.WeightDecay * value);
        first = (constants.Momentum * first) + (constants.GradientShare * slope);
        return value - (constants.Rate * (constants.IsNesterov ? slope + (constants.Momentum * first) : first));
    }
}
