using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>Adam and AdamW; the states are the mean gradient and the mean squared gradient.</summary>
internal readonly struct AdamRule(AdamConstants constants) : IUpdateRule
{
    /// <inheritdoc/>
    public static int StateCount => 2;

    /// <inheritdoc/>
    public Vector<float> Update(Vector<float> value, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second)
    {
        Vector<float> slope = gradient + (constants.WeightDecay * value);
        first = (constants.FirstKeep * first) + (constants.FirstShare * slope);
        second = (constants.SecondKeep * second) + (constants.SecondShare * slope * slope);
        Vector<float> root = (constants.RootScale * Vector.SquareRoot(second)) + new Vector<float>(constants.Epsilon);
        return (constants.Keep * value) - (constants.Rate * first / root);
    }
}
