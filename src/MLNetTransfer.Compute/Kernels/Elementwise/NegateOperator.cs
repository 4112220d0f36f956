using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>-x.</summary>
public readonly record struct NegateOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => -value;

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => -value;
}
