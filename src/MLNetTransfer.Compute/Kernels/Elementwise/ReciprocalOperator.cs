using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>1 / x.</summary>
public readonly record struct ReciprocalOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => 1 / value;

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => Vector<float>.One / value;
}
