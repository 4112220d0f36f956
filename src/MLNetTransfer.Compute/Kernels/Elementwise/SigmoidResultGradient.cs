using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>The gradient (right) times y (1 - y), the slope of the sigmoid where its result is y (left).</summary>
public readonly record struct SigmoidResultGradient : IBinaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double left, double right) => right * left * (1 - left);

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> left, Vector<float> right) => right * (left * (Vector<float>.One - left));
}
