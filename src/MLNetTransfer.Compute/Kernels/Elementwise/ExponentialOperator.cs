using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>e to the power of x.</summary>
public readonly record struct ExponentialOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => Math.Exp(value);

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => VectorMathematics.Exp(value);
}
