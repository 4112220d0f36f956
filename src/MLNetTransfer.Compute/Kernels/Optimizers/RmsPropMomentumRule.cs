using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>RMSprop with momentum; the states are the mean squared gradient and the velocity.</summary>
internal readonly struct RmsPropMomentumRule(RmsPropConstants constants) : IUpdateRule
{
    /// <inheritdoc/>
    public static int StateCount => 2;

    /// <inheritdoc/>
    public Vector<float> Update(Vector<float> value, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second)
    {
        second = (constants.Momentum * second) + RmsPropRule.Direction(constants, value, gradient, ref first);
        return value - (constants.Rate * second);
    }
}
