using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>Left times right.</summary>
public readonly record struct MultiplyOperator : IBinaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double left, double right) => left * right;

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> left, Vector<float> right) => left * right;
}
