using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>The nearest of equally spaced numbers: (min(greatest, max(least, round(x / scale) + zero)) - zero) scale, halves rounded to even.</summary>
/// <param name="Scale">The distance, above 0.</param>
/// <param name="Zero">The step that stands for 0, a whole number.</param>
/// <param name="Least">The first step.</param>
/// <param name="Greatest">The last step.</param>
public readonly record struct RoundToStepsOperator(float Scale, float Zero, float Least, float Greatest) : IUnaryOperator
{
    /// <inheritdoc/>
    /// <remarks>In the precision of <see cref="float"/>: beside the middle of two steps another precision would take the other one.</remarks>
    public double Invoke(double value) => (Math.Min(Greatest, Math.Max(Least, MathF.Round((float)value / Scale) + Zero)) - Zero) * Scale;

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> value)
    {
        Vector<float> zero = new(Zero);
        Vector<float> step = Vector.Round(value / new Vector<float>(Scale)) + zero;
        return (Vector.Min(new Vector<float>(Greatest), Vector.Max(new Vector<float>(Least), step)) - zero) * new Vector<float>(Scale);
    }
}
