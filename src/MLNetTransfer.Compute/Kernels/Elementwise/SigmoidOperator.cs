using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>1 / (1 + exp(-x)).</summary>
public readonly record struct SigmoidOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => 1 / (1 + Math.Exp(-value));

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => Vector<float>.One / (Vector<float>.One + VectorMathematics.Exp(-value));
}
