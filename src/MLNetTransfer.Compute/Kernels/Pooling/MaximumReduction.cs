using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Pooling;

/// <summary>The largest element.</summary>
internal readonly struct MaximumReduction : IPoolingReduction
{
    /// <inheritdoc/>
    public static float Initial => float.NegativeInfinity;

    /// <inheritdoc/>
    public static Vector<float> Combine(Vector<float> state, Vector<float> value) => Vector.Max(state, value);

    /// <inheritdoc/>
    public static float Combine(float state, float value) => MathF.Max(state, value);

    /// <inheritdoc/>
    public static Vector<float> Finish(Vector<float> state, float divisor) => state;

    /// <inheritdoc/>
    public static float Finish(float state, float divisor) => state;
}
