using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators;

/// <summary>Operators that take pictures channels-last give the answer that they give for contiguous ones.</summary>
public sealed class ChannelsLastTests
{
    private static readonly Tensor<float> Picture = Random(1, 2, 5, 6, 7);
    private static readonly Tensor<float> Other = Random(2, 2, 5, 6, 7);

    private static readonly Dictionary<string, (OnnxNode Node, Tensor?[] Inputs)> All = new(StringComparer.Ordinal)
    {
        ["Add, same shape"] = (Node("Add", 14, 2), [Picture, Other]),
        ["Add, scalar"] = (Node("Add", 14, 2), [Picture, Floats([], 2)]),
        ["Add, scalar on the left"] = (Node("Add", 14, 2), [Floats([1], 2), Picture]),
        ["Add, channel"] = (Node("Add", 14, 2), [Picture, Random(3, 5, 1, 1)]),
        ["Add, channel of rank 4"] = (Node("Add", 14, 2), [Picture, Random(3, 1, 5, 1, 1)]),
        ["Add, channel by axis"] = (Node("Add", 6, 2, ("axis", 1L), ("broadcast", 1L)), [Picture, Random(3, 5)]),
        ["Add, row and column"] = (Node("Add", 14, 2), [Random(4, 2, 5, 6, 1), Random(5, 1, 1, 1, 7)]),
        ["Sub, channel on the left"] = (Node("Sub", 14, 2), [Random(3, 5, 1, 1), Picture]),
        ["Sub, row of pixels"] = (Node("Sub", 14, 2), [Picture, Random(3, 7)]),
        ["Mul, channel of each picture"] = (Node("Mul", 14, 2), [Picture, Random(3, 2, 5, 1, 1)]),
        ["Mul, one channel for all"] = (Node("Mul", 14, 2), [Picture, Random(3, 2, 1, 6, 7)]),
        ["Div, channel of each picture on the left"] = (Node("Div", 14, 2), [Random(3, 2, 5, 1, 1), Picture]),
        ["Pow, channel"] = (Node("Pow", 15, 2), [Picture, Floats([5, 1, 1], 1, 2, 3, 4, 5)]),
        ["Max, three inputs"] = (Node("Max", 13, 3), [Picture, Random(3, 5, 1, 1), Other]),
        ["PRelu, channel"] = (Node("PRelu", 16, 2), [Picture, Random(3, 5, 1, 1)]),
        ["PRelu, channel in set 6"] = (Node("PRelu", 6, 2), [Picture, Random(3, 5)]),
        ["Relu"] = (Node("Relu", 14, 1), [Picture]),
        ["Clip"] = (Node("Clip", 6, 1, ("min", -0.5f), ("max", 0.5f)), [Picture]),
        ["BatchNormalization"] = (Node("BatchNormalization", 15, 5), [Picture, Random(3, 5), Random(4, 5), Random(5, 5), Floats([5], 1, 2, 3, 4, 5)]),
        ["MaxPool"] = (Node("MaxPool", 12, 1, ("kernel_shape", new[] { 3L, 2L }), ("strides", new[] { 2L, 1L }), ("pads", new[] { 1L, 0L, 1L, 1L })), [Picture]),
        ["AveragePool"] = (Node("AveragePool", 11, 1, ("kernel_shape", new[] { 3L, 2L }), ("auto_pad", "SAME_UPPER")), [Picture]),
        ["GlobalAveragePool"] = (Node("GlobalAveragePool", 13, 1), [Picture]),
        ["GlobalMaxPool"] = (Node("GlobalMaxPool", 13, 1), [Picture]),
        ["ReduceMean, pixels"] = (Node("ReduceMean", 13, 1, ("axes", new[] { 2L, 3L })), [Picture]),
        ["ReduceMean, pixels dropped"] = (Node("ReduceMean", 13, 1, ("axes", new[] { -1L, -2L }), ("keepdims", 0L)), [Picture]),
        ["ReduceMean, channels dropped"] = (Node("ReduceMean", 13, 1, ("axes", new[] { 1L }), ("keepdims", 0L)), [Picture]),
        ["ReduceMax, rows"] = (Node("ReduceMax", 13, 1, ("axes", new[] { 2L })), [Picture]),
        ["ReduceSum, all"] = (Node("ReduceSum", 13, 1), [Picture]),
        ["LRN"] = (Node("LRN", 13, 1, ("size", 3L), ("alpha", 0.5f)), [Picture]),
        ["LRN, even size"] = (Node("LRN", 13, 1, ("size", 4L), ("alpha", 0.5f)), [Picture]),
        ["Softmax, channels"] = (Node("Softmax", 13, 1, ("axis", 1L)), [Picture]),
        ["Softmax, flattened"] = (Node("Softmax", 11, 1), [Picture]),
        ["LogSoftmax, channels"] = (Node("LogSoftmax", 13, 1, ("axis", -3L)), [Picture]),
        ["Concat, channels"] = (Node("Concat", 13, 2, ("axis", 1L)), [Picture, Random(3, 2, 4, 6, 7)]),
        ["Concat, rows"] = (Node("Concat", 13, 3, ("axis", -2L)), [Picture, Random(3, 2, 5, 2, 7), Other]),
        ["Split, channels"] = (Node("Split", 11, 1, 2, ("axis", 1L), ("split", new[] { 2L, 3L })), [Picture]),
        ["Split, pictures"] = (Node("Split", 13, 1, 2), [Picture]),
        ["Slice, backwards"] = (Node("Slice", 13, 5), [Picture, Longs(4, 1), Longs(0, 100), Longs(1, 3), Longs(-2, 2)]),
        ["Pad, constant"] = (Node("Pad", 13, 3), [Picture, Longs(0, 1, 2, 0, 1, 0, 3, 1), Floats([], 9)]),
        ["Pad, negative"] = (Node("Pad", 13, 2), [Picture, Longs(0, -1, 2, 0, 0, 0, -3, -1)]),
        ["Pad, reflect"] = (Node("Pad", 13, 2, ("mode", "reflect")), [Picture, Longs(0, 0, 2, 3, 0, 1, 5, 1)]),
        ["Pad, edge"] = (Node("Pad", 13, 2, ("mode", "edge")), [Picture, Longs(1, 0, 2, 3, 0, 1, 5, 1)]),
        ["Pad, wrap"] = (Node("Pad", 19, 2, ("mode", "wrap")), [Picture, Longs(0, 0, 2, 9, 0, 1, 5, 1)]),
        ["Resize, nearest"] = (Node("Resize", 13, 3), [Picture, null, Floats([4], 1, 1, 2, 0.5f)]),
        ["Resize, linear"] = (Node("Resize", 13, 4, ("mode", "linear")), [Picture, null, null, Longs(2, 5, 9, 4)]),
        ["Resize, cubic over channels"] = (Node("Resize", 13, 4, ("mode", "cubic")), [Picture, null, null, Longs(2, 3, 9, 4)]),
        ["Upsample"] = (Node("Upsample", 9, 2, ("mode", "linear")), [Picture, Floats([4], 1, 1, 2, 3)]),
        ["Identity"] = (Node("Identity", 16, 1), [Picture]),
        ["Dropout"] = (Node("Dropout", 13, 1, 2), [Picture]),
        ["Shape"] = (Node("Shape", 15, 1), [Picture]),
        ["Conv"] = (Node("Conv", 11, 3, ("pads", new[] { 1L, 0L, 0L, 2L })), [Picture, Random(3, 4, 5, 3, 3), Random(4, 4)]),
        ["Conv, depthwise"] = (Node("Conv", 11, 2, ("group", 5L), ("strides", new[] { 2L, 2L })), [Picture, Random(3, 5, 1, 3, 3)]),
    };

    public static TheoryData<string> Cases => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_ChannelsLast_EqualsContiguous(string name)
    {
        (OnnxNode node, Tensor?[] inputs) = All[name];
        Operator tested = OperatorRegistry.Create(node);
        Assert.True(tested.SupportsChannelsLast(FactsOf(inputs)));
        Tensor?[] expected = Run(tested, MemoryFormat.Contiguous, inputs);
        Tensor?[] found = Run(tested, MemoryFormat.ChannelsLast, inputs);
        Assert.Equal(expected.Length, found.Length);
        for (int index = 0; index < expected.Length; index++)
        {
            AssertClose(expected[index]!, found[index]);
        }
    }

    [Theory]
    [InlineData("Transpose")]
    [InlineData("Flatten")]
    [InlineData("ArgMax")]
    public void SupportsChannelsLast_OrderMatters_IsFalse(string type) =>
        Assert.False(OperatorRegistry.Create(Node(type, 13, 1)).SupportsChannelsLast(FactsOf(Picture)));

    [Fact]
    public void SupportsChannelsLast_SoftmaxOverRows_IsFalse() =>
        Assert.False(OperatorRegistry.Create(Node("Softmax", 13, 1)).SupportsChannelsLast(FactsOf(Picture)));

    [Fact]
    public void SupportsChannelsLast_Integers_IsFalse() =>
        Assert.False(OperatorRegistry.Create(Node("Identity", 13, 1)).SupportsChannelsLast(FactsOf(Tensor.Create<long>(new Shape(1, 1, 1, 1)))));
}
