using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>The natural logarithm.</summary>
public readonly record struct LogarithmOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => Math.Log(value);

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => Vector.Log(value);
}
