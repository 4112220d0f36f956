using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>The smaller of both.</summary>
public readonly record struct MinimumOperator : IBinaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double left, double right) => Math.Min(left, right);

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> left, Vector<float> right) => Vector.Min(left, right);
}
