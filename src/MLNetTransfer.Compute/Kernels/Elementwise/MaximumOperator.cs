using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>The larger of both.</summary>
public readonly record struct MaximumOperator : IBinaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double left, double right) => Math.Max(left, right);

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> left, Vector<float> right) => Vector.Max(left, right);
}
