using System.Numerics;

namespace MLNetTransfer.Compute.Kernels.Pooling;

/// <summary>What a pooling does with the elements of a window.</summary>
internal interface IPoolingReduction
{
    /// <summary>What the reduction of nothing is.</summary>
    static abstract float Initial { get; }

    /// <summary>Takes in one element a lane.</summary>
    static abstract Vector<float> Combine(Vector<float> state, Vector<float> value);

    /// <summary>Takes in one element.</summary>
    static abstract float Combine(float state, float value);

    /// <summary>The result of each lane.</summary>
    static abstract Vector<float> Finish(Vector<float> state, float divisor);

    /// <summary>The result.</summary>
    static abstract float Finish(float state, float divisor);
}
