using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Pooling;

/// <summary>The sum divided by a given number; 0 when that number is 0.</summary>
internal readonly struct MeanReduction : IPoolingReduction
{
    /// <inheritdoc/>
    public static float Initial => 0;

    /// <inheritdoc/>
    public static Vector<float> Combine(Vector<float> state, Vector<float> value) => state + value;

    /// <inheritdoc/>
    public static float Combine(float state, float value) => state + value;

    /// <inheritdoc/>
    public static Vector<float> Finish(Vector<float> state, float divisor) => state / new Vector<float>(Math.Max(1, divisor));

    /// <inheritdoc/>
    public static float Finish(float state, float divisor) => state / Math.Max(1, divisor);
}
