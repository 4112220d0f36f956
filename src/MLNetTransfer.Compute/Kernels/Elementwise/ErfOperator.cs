using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>The error function.</summary>
public readonly record struct ErfOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => VectorMathematics.Erf(value);

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => VectorMathematics.Erf(value);
}
