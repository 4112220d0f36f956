using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>x where x is at least 0, else alpha x.</summary>
/// <param name="Alpha">Slope below 0.</param>
public readonly record struct LeakyReluOperator(float Alpha) : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => value >= 0 ? value : Alpha * value;

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => Vector.ConditionalSelect(Vector.GreaterThanOrEqual(value, Vector<float>.Zero), value, value * new Vector<float>(Alpha));
}
