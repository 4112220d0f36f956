using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators;

/// <summary>Shapes that do not fit are refused with what was found and what was expected, whatever the numbers.</summary>
public sealed class InferTests
{
    private static readonly Tensor<float> Matrix = Random(1, 2, 3);

    private static readonly Dictionary<string, (OnnxNode Node, Tensor?[] Inputs, string Message)> All = new(StringComparer.Ordinal)
    {
        ["Add"] = (Node("Add", 14, 2), [Matrix, Random(2, 2, 2)], "[2, 3] and [2, 2]"),
        ["Add, types"] = (Node("Add", 14, 2), [Matrix, Longs(1)], "Int64, expected Float32"),
        ["Relu, integers"] = (Node("Relu", 14, 1), [Longs(1)], "Int64, expected Float32"),
        ["Reshape"] = (Node("Reshape", 14, 2), [Matrix, Longs(4, -1)], "[4, -1]"),
        ["Reshape, two open"] = (Node("Reshape", 14, 2), [Matrix, Longs(-1, -1)], "[-1, -1]"),
        ["Reshape, huge"] = (Node("Reshape", 14, 2), [Matrix, Longs(long.MaxValue, long.MaxValue)], "no shape"),
        ["Reshape, rank"] = (Node("Reshape", 14, 2), [Matrix, Longs([2, 3, .. Enumerable.Repeat(1L, 100)])], "rank 102"),
        ["Reshape, copied dimension"] = (Node("Reshape", 14, 2), [Matrix, Longs(2, 3, 0)], "dimension 2 of [2, 3]"),
        ["Reshape, real numbers"] = (Node("Reshape", 14, 2), [Matrix, Matrix], "Float32, expected Int64"),
        ["Flatten"] = (Node("Flatten", 13, 1, ("axis", 3L)), [Matrix], "-2..2"),
        ["Transpose"] = (Node("Transpose", 13, 1, ("perm", new[] { 0L, 0L })), [Matrix], "[0, 0]"),
        ["Transpose, rank"] = (Node("Transpose", 13, 1, ("perm", new[] { 0L })), [Matrix], "[2, 3]"),
        ["Squeeze"] = (Node("Squeeze", 13, 2), [Matrix, Longs(1)], "Dimension 1 of [2, 3] is 3"),
        ["Unsqueeze"] = (Node("Unsqueeze", 13, 2), [Matrix, Longs(4)], "Axis 4"),
        ["Concat"] = (Node("Concat", 13, 2, ("axis", 0L)), [Matrix, Random(2, 2, 2)], "[2, 2]"),
        ["Concat, rank"] = (Node("Concat", 13, 2, ("axis", 0L)), [Matrix, Random(2, 2)], "[2]"),
        ["Split"] = (Node("Split", 13, 2, 2), [Matrix, Longs(1, 2)], "[1, 2]"),
        ["Split, uneven"] = (Node("Split", 13, 1, 2, ("axis", 1L)), [Matrix], "2 equal pieces"),
        ["Slice, step"] = (Node("Slice", 13, 5), [Matrix, Longs(0), Longs(1), Longs(0), Longs(0)], "step of 0"),
        ["Slice, lengths"] = (Node("Slice", 13, 3), [Matrix, Longs(0), Longs(1, 2)], "[1, 2]"),
        ["Gather, axis"] = (Node("Gather", 13, 2, ("axis", 2L)), [Matrix, Longs(0)], "Axis 2"),
        ["Gather, type"] = (Node("Gather", 13, 2), [Matrix, Matrix], "Float32, expected Int64"),
        ["Expand"] = (Node("Expand", 13, 2), [Matrix, Longs(4)], "[4]"),
        ["Pad, count"] = (Node("Pad", 13, 2), [Matrix, Longs(1, 1)], "[1, 1]"),
        ["Pad, all cut"] = (Node("Pad", 13, 2), [Matrix, Longs(-3, 0, 0, 0)], "[2, 3]"),
        ["Pad, huge"] = (Node("Pad", 13, 2), [Matrix, Longs(0, 0, long.MinValue, 0)], "pads"),
        ["Gemm"] = (Node("Gemm", 13, 2), [Matrix, Matrix], "inner dimensions"),
        ["Gemm, summand"] = (Node("Gemm", 13, 3, ("transB", 1L)), [Matrix, Matrix, Random(2, 3)], "[3]"),
        ["MatMul"] = (Node("MatMul", 13, 2), [Matrix, Matrix], "3 and 2"),
        ["MatMul, batch"] = (Node("MatMul", 13, 2), [Random(1, 2, 2, 3), Random(1, 3, 3, 2)], "[2] and [3]"),
        ["BatchNormalization"] = (Node("BatchNormalization", 15, 5), [Matrix, Random(1, 3), Random(1, 2), Random(1, 3), Random(1, 3)], "Input B has shape [2], expected [3]"),
        ["MaxPool"] = (Node("MaxPool", 12, 1, ("kernel_shape", new[] { 2L })), [Random(1, 1, 1, 4, 4)], "expected 2 numbers"),
        ["MaxPool, window"] = (Node("MaxPool", 12, 1, ("kernel_shape", new[] { 9L, 1L })), [Random(1, 1, 1, 4, 4)], "fit"),
        ["MaxPool, pads"] = (Node("MaxPool", 12, 1, ("kernel_shape", new[] { 1L, 1L }), ("pads", new[] { -1L, 0L, 0L, 0L })), [Random(1, 1, 1, 4, 4)], "[-1, 0, 0, 0]"),
        ["AveragePool, stride"] = (Node("AveragePool", 11, 1, ("kernel_shape", new[] { 1L, 1L }), ("strides", new[] { 0L, 1L })), [Random(1, 1, 1, 4, 4)], "at least 1"),
        ["ReduceMean"] = (Node("ReduceMean", 13, 1, ("axes", new[] { 5L })), [Matrix], "Axis 5"),
        ["ReduceMax, empty"] = (Node("ReduceMax", 13, 1), [Tensor.Create<float>(new Shape(2, 0))], "[2, 0]"),
        ["ArgMax, empty"] = (Node("ArgMax", 13, 1), [Tensor.Create<float>(new Shape(0, 2))], "[0, 2]"),
        ["LayerNormalization"] = (Node("LayerNormalization", 17, 2), [Matrix, Random(1, 2)], "[2]"),
        ["Resize, none"] = (Node("Resize", 13, 1), [Random(1, 1, 1, 2, 2)], "either scales or sizes"),
        ["Resize, scale"] = (Node("Resize", 13, 3), [Matrix, null, Floats([2], 1, 0)], "above 0"),
        ["Resize, not a number"] = (Node("Resize", 13, 3), [Matrix, null, Floats([2], 1, float.NaN)], "above 0"),
        ["Where"] = (Node("Where", 16, 3), [Matrix, Matrix, Matrix], "Float32, expected Boolean"),
        ["Clip"] = (Node("Clip", 13, 2), [Matrix, Matrix], "one element"),
        ["left out"] = (Node("Add", 14, 2), [null, Matrix], "Input 0 (A) is left out"),
    };

    public static TheoryData<string> Cases => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Infer_InputsThatDoNotFit_SaysWhy(string name)
    {
        (OnnxNode node, Tensor?[] inputs, string message) = All[name];
        OnnxException exception = Assert.Throws<OnnxException>(() => OperatorRegistry.Create(node).Infer(FactsOf(inputs)));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Reshape", 2)]
    [InlineData("Expand", 2)]
    [InlineData("Unsqueeze", 2)]
    [InlineData("Pad", 2)]
    public void Infer_ShapeFromTheInputOfTheGraph_SaysSo(string type, int inputs)
    {
        Operator tested = OperatorRegistry.Create(Node(type, 14, inputs));
        TensorFact unknown = new(ElementType.Int64, new Shape(2));
        OnnxException exception = Assert.Throws<OnnxException>(() => tested.Infer([TensorFact.Of(Matrix), unknown]));
        Assert.Contains("must not depend on the input of the graph", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Infer_Shape_IsKnownBeforeAnythingRuns()
    {
        Operator tested = OperatorRegistry.Create(Node("Shape", 15, 1));
        TensorFact fact = Assert.Single(tested.Infer([new TensorFact(ElementType.Float32, new Shape(2, 3))]));
        Assert.NotNull(fact.Constant);
        AssertClose(Longs(2, 3), fact.Constant);
    }

    [Fact]
    public void Forward_IndexOutsideTheData_SaysSo()
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => Single(Node("Gather", 13, 2), Matrix, Longs(2)));
        Assert.Contains("Index 2 is outside dimension 0 of [2, 3]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_IntegerDividedByZero_SaysSo() => Assert.Throws<OnnxException>(() => Single(Node("Div", 14, 2), Longs(1), Longs(0)));
}
