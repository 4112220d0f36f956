using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>max(0, min(1, alpha x + beta)).</summary>
/// <param name="Alpha">Slope.</param>
/// <param name="Beta">Value at 0.</param>
public readonly record struct HardSigmoidOperator(float Alpha, float Beta) : IUnaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double value) => Math.Max(0, Math.Min(1, (Alpha * value) + Beta));

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value) => Vector.Max(Vector<float>.Zero, Vector.Min(Vector<float>.One, (value * new Vector<float>(Alpha)) + new Vector<float>(Beta)));
}
