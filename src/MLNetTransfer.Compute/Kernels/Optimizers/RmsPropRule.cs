using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Optimizers;

/// <summary>RMSprop without momentum; the state is the mean squared gradient.</summary>
internal readonly struct RmsPropRule(RmsPropConstants constants) : IUpdateRule
{
    /// <inheritdoc/>
    public static int StateCount => 1;

    /// <inheritdoc/>
    public Vector<float> Update(Vector<float> value, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second) =>
        value - (constants.Rate * Direction(constants, value, gradient, ref first));

    /// <summary>The gradient over the root of its mean square.</summary>
    public static Vector<float> Direction(in RmsPropConstants constants, Vector<float> value, Vector<float> gradient, ref Vector<float> square)
    {
        Vector<float> slope = gradient + (constants.WeightDecay * value);
        square = (constants.SquareKeep * square) + (constants.SquareShare * slope * slope);
        return slope / (Vector.SquareRoot(square) + new Vector<float>(constants.Epsilon));
    }
}
