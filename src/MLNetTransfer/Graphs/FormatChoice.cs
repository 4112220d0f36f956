using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>
/// In which memory format a node runs. Convolutions and the like gain from channels-last and always get it; the other operators that can have either take what is there
/// already, so that values are converted only where a gaining operator meets one that needs them contiguous.
/// </summary>
internal static class FormatChoice
{
    /// <summary>Whether the operator is faster on channels-last inputs.</summary>
    public static bool Gains(Operator value) =>
        value is Conv or NormalizedConv or PoolingOperator or GlobalPoolingOperator or BatchNormalization or TrainedBatchNormalization or LocalResponseNormalization or Resize;

    /// <summary>Whether a value has two formats that differ in memory.</summary>
    public static bool HasFormats(TensorFact fact) => fact is { ElementType: ElementType.Float32, Shape.Rank: 4 };
}
