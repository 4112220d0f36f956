using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>The hyperbolic tangent.</summary>
public readonly record struct TanhOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => Math.Tanh(value);

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => VectorMathematics.Tanh(value);
}
