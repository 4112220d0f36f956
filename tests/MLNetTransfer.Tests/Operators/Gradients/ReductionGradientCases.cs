using MLNetTransfer.Compute.Tensors;
using static MLNetTransfer.Tests.Operators.Gradients.GradientCases;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators.Gradients;

/// <summary>Reductions, normalisations and products of matrices.</summary>
internal static class ReductionGradientCases
{
    private static readonly Tensor<float> Picture = Spread(1, 0, 2, 3, 3, 5);
    private static readonly Tensor<float> Small = Random(1, 2, 5, 2, 3);

    public static Dictionary<string, GradientCase> All { get; } = new(StringComparer.Ordinal)
    {
        ["Gemm"] = new(Node("Gemm", 13, 3), Random(1, 3, 4), Random(2, 4, 5), Random(3, 5)),
        ["Gemm, B transposed"] = new(Node("Gemm", 13, 3, ("transB", 1L)), Random(1, 3, 4), Random(2, 5, 4), Random(3, 5)),
        ["Gemm, A transposed"] = new(Node("Gemm", 13, 3, ("transA", 1L), ("alpha", 0.5f), ("beta", 2f)), Random(1, 4, 3), Random(2, 4, 5), Random(3, 3, 1)),
        ["Gemm, both transposed"] = new(Node("Gemm", 13, 3, ("transA", 1L), ("transB", 1L), ("alpha", -1.5f), ("beta", 0f)), Random(1, 4, 3), Random(2, 5, 4), Random(3, 3, 5)),
        ["Gemm, no summand"] = new(Node("Gemm", 13, 2), Random(1, 3, 4), Random(2, 4, 5)),
        ["Gemm, scalar summand"] = new(Node("Gemm", 13, 3), Random(1, 3, 4), Random(2, 4, 5), Floats([], 0.5f)),
        ["LRN"] = new(Node("LRN", 13, 1, ("size", 3L), ("alpha", 0.9f), ("beta", 0.75f), ("bias", 1.5f)), Small),
        ["LRN, even size"] = new(Node("LRN", 13, 1, ("size", 4L), ("alpha", 2f), ("beta", 0.5f)), Small),
        ["LRN, matrix"] = new(Node("LRN", 13, 1, ("size", 2L), ("alpha", 2f)), Random(1, 3, 4)),
        ["LayerNormalization"] = new(Node("LayerNormalization", 17, 3), Spread(1, 0, 3, 2, 6), Random(2, 6), Random(3, 6)),
        ["LayerNormalization, two axes, no shift"] = new(Node("LayerNormalization", 17, 2, ("axis", 1L)), Spread(1, 0, 3, 2, 6), Random(2, 2, 6)),
        ["LayerNormalization, scale of one number"] = new(Node("LayerNormalization", 17, 3, ("axis", 1L)), Spread(1, 0, 3, 2, 6), Random(2, 1), Random(3, 2, 1)),
        ["LayerNormalization, statistics"] = new(Node("LayerNormalization", 17, 3, 3), Spread(1, 0, 3, 6), Random(2, 6), Random(3, 6)),
        ["LogSoftmax, flattened"] = new(Node("LogSoftmax", 11, 1), Small),
        ["LogSoftmax, channels"] = new(Node("LogSoftmax", 13, 1, ("axis", 1L)), Small),
        ["LogSoftmax, last"] = new(Node("LogSoftmax", 13, 1), Random(1, 3, 7)),
        ["MatMul, matrices"] = new(Node("MatMul", 13, 2), Random(1, 3, 4), Random(2, 4, 5)),
        ["MatMul, stack by a matrix"] = new(Node("MatMul", 13, 2), Random(1, 2, 3, 4), Random(2, 4, 5)),
        ["MatMul, matrix by a stack"] = new(Node("MatMul", 13, 2), Random(1, 3, 4), Random(2, 2, 4, 5)),
        ["MatMul, stacks"] = new(Node("MatMul", 13, 2), Random(1, 2, 3, 4), Random(2, 2, 4, 5)),
        ["MatMul, stacks broadcast both ways"] = new(Node("MatMul", 13, 2), Random(1, 2, 1, 3, 4), Random(2, 3, 4, 2)),
        ["MatMul, vectors"] = new(Node("MatMul", 13, 2), Random(1, 4), Random(2, 4)),
        ["MatMul, vector on the left"] = new(Node("MatMul", 13, 2), Random(1, 4), Random(2, 3, 4, 5)),
        ["MatMul, vector on the right"] = new(Node("MatMul", 13, 2), Random(1, 2, 3, 4), Random(2, 4)),
        ["ReduceMax, rows"] = new(Node("ReduceMax", 13, 1, ("axes", new[] { 2L })), Picture),
        ["ReduceMax, all but the channel"] = new(Node("ReduceMax", 13, 1, ("axes", new[] { 0L, 2L, 3L }), ("keepdims", 0L)), Picture),
        ["ReduceMin, channels and columns"] = new(Node("ReduceMin", 13, 1, ("axes", new[] { 1L, -1L })), Picture),
        ["ReduceMean, pixels"] = new(Node("ReduceMean", 13, 1, ("axes", new[] { 2L, 3L })), Picture),
        ["ReduceMean, pixels dropped"] = new(Node("ReduceMean", 18, 2, ("keepdims", 0L)), Picture, Longs(2, 3)),
        ["ReduceMean, channels dropped"] = new(Node("ReduceMean", 13, 1, ("axes", new[] { 1L }), ("keepdims", 0L)), Picture),
        ["ReduceMean, nothing"] = new(Node("ReduceMean", 18, 1, ("noop_with_empty_axes", 1L)), Picture),
        ["ReduceSum, all"] = new(Node("ReduceSum", 13, 1), Picture),
        ["ReduceSum, rows"] = new(Node("ReduceSum", 11, 1, ("axes", new[] { 2L })), Picture),
        ["Softmax, flattened"] = new(Node("Softmax", 11, 1), Small),
        ["Softmax, channels"] = new(Node("Softmax", 13, 1, ("axis", 1L)), Small),
        ["Softmax, rows"] = new(Node("Softmax", 13, 1, ("axis", 2L)), Small),
        ["Softmax, last"] = new(Node("Softmax", 13, 1), Random(1, 3, 7)),
    };
}
