using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>x (1 + erf(x / sqrt(2))) / 2.</summary>
public readonly record struct GeluOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => 0.5 * value * (1 + VectorMathematics.Erf(value / Math.Sqrt(2)));

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => value * new Vector<float>(0.5f) * (Vector<float>.One + VectorMathematics.Erf(value * new Vector<float>(0.70710678f)));
}
