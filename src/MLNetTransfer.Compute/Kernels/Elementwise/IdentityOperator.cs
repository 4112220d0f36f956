using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>x itself.</summary>
public readonly record struct IdentityOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => value;

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => value;
}
