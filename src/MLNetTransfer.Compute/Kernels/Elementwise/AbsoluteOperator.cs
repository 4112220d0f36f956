using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>|x|.</summary>
public readonly record struct AbsoluteOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => Math.Abs(value);

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => Vector.Abs(value);
}
