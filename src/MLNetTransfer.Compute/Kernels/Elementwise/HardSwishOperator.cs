using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>x max(0, min(1, x / 6 + 1 / 2)).</summary>
public readonly record struct HardSwishOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => value * Math.Max(0, Math.Min(1, (value / 6) + 0.5));

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => value * Vector.Max(Vector<float>.Zero, Vector.Min(Vector<float>.One, (value * new Vector<float>(1f / 6)) + new Vector<float>(0.5f)));
}
