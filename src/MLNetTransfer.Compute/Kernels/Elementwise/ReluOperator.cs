using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>max(0, x).</summary>
public readonly record struct ReluOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => Math.Max(0, value);

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => Vector.Max(Vector<float>.Zero, value);
}
