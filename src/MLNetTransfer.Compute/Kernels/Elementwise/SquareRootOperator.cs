using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>The square root.</summary>
public readonly record struct SquareRootOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => Math.Sqrt(value);

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => Vector.SquareRoot(value);
}
