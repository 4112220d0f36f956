using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>Left to the power of right, exact for every sign: one library call a number.</summary>
public readonly record struct PowerOperator : IBinaryOperator
{
    /// <inheritdoc/>
    public double Invoke(double left, double right) => Math.Pow(left, right);

    /// <inheritdoc/>
    public Vector<float> Invoke(Vector<float> left, Vector<float> right)
    {
        Span<float> powers = stackalloc float[Vector<float>.Count];
        for (int lane = 0; lane < powers.Length; lane++)
        {
            powers[lane] = MathF.Pow(left[lane], right[lane]);
        }

        return new Vector<float>(powers);
    }
}
