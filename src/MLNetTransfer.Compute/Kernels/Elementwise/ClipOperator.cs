using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>min(max(x, minimum), maximum).</summary>
/// <param name="Minimum">Lower limit.</param>
/// <param name="Maximum">Upper limit.</param>
public readonly record struct ClipOperator(float Minimum, float Maximum) : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => Math.Min(Math.Max(value, Minimum), Maximum);

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => Vector.Min(Vector.Max(value, new Vector<float>(Minimum)), new Vector<float>(Maximum));
}
