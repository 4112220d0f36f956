using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, the approximation of Gelu that some exporters ask for.</summary>
public readonly record struct GeluTanhOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => 0.5 * value * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (value + (0.044715 * value * value * value))));

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => value * new Vector<float>(0.5f) * (Vector<float>.One + VectorMathematics.Tanh(new Vector<float>(0.79788456f) * (value + (new Vector<float>(0.044715f) * value * value * value))));
}
