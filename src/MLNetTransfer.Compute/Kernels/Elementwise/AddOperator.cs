using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>Left + right.</summary>
public readonly record struct AddOperator : IBinaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double left, double right) => left + right;

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> left, Vector<float> right) => left + right;
}
