using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>The gradient (right) times the slope at the value (left).</summary>
internal readonly record struct SlopeGradient(ActivationSlope Slope) : IBinaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double left, double right) => Slope.Apply(left, right);

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> left, Vector<float> right) => Slope.Apply(left, right);
}
