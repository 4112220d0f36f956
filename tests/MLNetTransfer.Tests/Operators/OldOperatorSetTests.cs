using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators;

/// <summary>Forms of operators that later operator sets, and with them the node tests of ONNX, do not have any more, or that they do not have yet.</summary>
public sealed class OldOperatorSetTests
{
    private static readonly Tensor<float> Matrix = Floats([2, 3], 1, 2, 3, 4, 5, 6);

    [Fact]
    public void Add_AxisBefore7_LaysTheRightOperandThere() =>
        AssertClose(
            Floats([2, 2, 2], 11, 12, 23, 24, 15, 16, 27, 28),
            Single(Node("Add", 6, 2, ("axis", 1L), ("broadcast", 1L)), Floats([2, 2, 2], 1, 2, 3, 4, 5, 6, 7, 8), Floats([2], 10, 20)));

    [Fact]
    public void Mul_BroadcastWithoutAxisBefore7_LaysTheRightOperandInside() =>
        AssertClose(Floats([2, 3], 1, 4, 9, 4, 10, 18), Single(Node("Mul", 6, 2, ("broadcast", 1L)), Matrix, Floats([3], 1, 2, 3)));

    [Fact]
    public void Sub_NoBroadcastBefore7_RefusesOtherShapes()
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => Single(Node("Sub", 6, 2), Matrix, Floats([3], 1, 2, 3)));
        Assert.Contains("broadcast", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BatchNormalization_Set6To9_AreOneFormula()
    {
        Tensor?[] inputs = [Matrix, Floats([3], 1, 2, 1), Floats([3], 0, 0, 1), Floats([3], 1, 2, 3), Floats([3], 1, 4, 9)];
        Tensor expected = Floats([2, 3], 0, 0, 1, 3, 3, 2);
        AssertClose(expected, Single(Node("BatchNormalization", 6, 5, ("is_test", 1L), ("spatial", 1L), ("epsilon", 0f)), inputs));
        AssertClose(expected, Single(Node("BatchNormalization", 7, 5, ("momentum", 0.9f), ("epsilon", 0f)), inputs));
        AssertClose(expected, Single(Node("BatchNormalization", 9, 5, ("epsilon", 0f)), inputs));
    }

    [Fact]
    public void BatchNormalization_SpatialZero_IsRefused() =>
        Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("BatchNormalization", 7, 5, ("spatial", 0L))));

    [Fact]
    public void BatchNormalization_TrainingMode_SaysWhatToDo()
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("BatchNormalization", 14, 5, ("training_mode", 1L))));
        Assert.Contains("inference mode", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clip_AttributesBefore11_Limit() =>
        AssertClose(Floats([2, 3], 2, 2, 3, 4, 4, 4), Single(Node("Clip", 6, 1, ("min", 2f), ("max", 4f)), Matrix));

    [Fact]
    public void Slice_AttributesBefore10_Cut() =>
        AssertClose(Floats([2, 1], 2, 5), Single(Node("Slice", 9, 1, ("axes", new[] { 1L }), ("starts", new[] { 1L }), ("ends", new[] { -1L })), Matrix));

    [Fact]
    public void Split_AttributeBefore13_Cuts()
    {
        Operator tested = OperatorRegistry.Create(Node("Split", 11, 1, 2, ("axis", 1L), ("split", new[] { 1L, 2L })));
        Tensor?[] found = Run(tested, MemoryFormat.Contiguous, Matrix);
        AssertClose(Floats([2, 1], 1, 4), found[0]);
        AssertClose(Floats([2, 2], 2, 3, 5, 6), found[1]);
    }

    [Fact]
    public void Split_NumOutputsSince18_LastIsShorter()
    {
        Tensor?[] found = Run(OperatorRegistry.Create(Node("Split", 18, 1, 2, ("num_outputs", 2L), ("axis", 1L))), MemoryFormat.Contiguous, Matrix);
        AssertClose(Floats([2, 2], 1, 2, 4, 5), found[0]);
        AssertClose(Floats([2, 1], 3, 6), found[1]);
    }

    [Fact]
    public void SqueezeAndUnsqueeze_AttributesBefore13_AreInverse()
    {
        Tensor wide = Single(Node("Unsqueeze", 11, 1, ("axes", new[] { 0L, -1L })), Matrix);
        Assert.Equal(new Shape(1, 2, 3, 1), wide.Shape);
        AssertClose(Matrix, Single(Node("Squeeze", 11, 1, ("axes", new[] { 0L, 3L })), wide));
        AssertClose(Matrix, Single(Node("Squeeze", 11, 1), wide));
    }

    [Fact]
    public void Softmax_Before13_IsOverAllAxesFromAxisOn()
    {
        Tensor found = Single(Node("Softmax", 11, 1), Floats([1, 2, 2], 0, 0, 0, 0));
        AssertClose(Floats([1, 2, 2], 0.25f, 0.25f, 0.25f, 0.25f), found);
    }

    [Fact]
    public void Pad_AttributesBefore11_Surround() =>
        AssertClose(
            Floats([2, 5], 7, 1, 2, 3, 7, 7, 4, 5, 6, 7),
            Single(Node("Pad", 10, 1, ("pads", new[] { 0L, 1L, 0L, 1L }), ("value", 7f)), Matrix));

    [Fact]
    public void Pad_AxesSince18_LeaveTheOthers() =>
        AssertClose(Floats([2, 4], 3, 1, 2, 3, 6, 4, 5, 6), Single(Node("Pad", 19, 4, ("mode", "wrap")), Matrix, Longs(1, 0), null, Longs(-1)));

    [Fact]
    public void Dropout_Set6And7And12_KeepTheInput()
    {
        AssertClose(Matrix, Single(Node("Dropout", 6, 1, ("is_test", 0L), ("ratio", 0.5f)), Matrix));
        AssertClose(Matrix, Single(Node("Dropout", 12, 2), Matrix, Floats([], 0.5f)));
        Tensor?[] found = Run(OperatorRegistry.Create(Node("Dropout", 7, 1, 2)), MemoryFormat.Contiguous, Matrix);
        AssertClose(Floats([2, 3], 1, 1, 1, 1, 1, 1), found[1]);
    }

    [Fact]
    public void Upsample_Set7And9_EnlargeAlike()
    {
        Tensor expected = Floats([1, 1, 1, 4], 1, 1, 2, 2);
        Tensor<float> input = Floats([1, 1, 1, 2], 1, 2);
        AssertClose(expected, Single(Node("Upsample", 7, 1, ("scales", new[] { 1f, 1f, 1f, 2f })), input));
        AssertClose(expected, Single(Node("Upsample", 9, 2), input, Floats([4], 1, 1, 1, 2)));
        AssertClose(Floats([1, 1, 1, 4], 1, 1.5f, 2, 2), Single(Node("Upsample", 9, 2, ("mode", "linear")), input, Floats([4], 1, 1, 1, 2)));
    }

    [Fact]
    public void Resize_Set10_IsAsymmetric() =>
        AssertClose(Floats([1, 1, 1, 4], 1, 1.5f, 2, 2), Single(Node("Resize", 10, 2, ("mode", "linear")), Floats([1, 1, 1, 2], 1, 2), Floats([4], 1, 1, 1, 2)));

    [Fact]
    public void Resize_AxesAndPolicySince18_KeepTheAspect()
    {
        OnnxNode node = Node("Resize", 18, 4, ("axes", new[] { 2L, 3L }), ("keep_aspect_ratio_policy", "not_larger"));
        Assert.Equal(new Shape(1, 1, 4, 8), Single(node, Random(1, 1, 1, 2, 4), null, null, Longs(7, 8)).Shape);
        OnnxNode larger = Node("Resize", 18, 4, ("axes", new[] { 2L, 3L }), ("keep_aspect_ratio_policy", "not_smaller"));
        Assert.Equal(new Shape(1, 1, 7, 14), Single(larger, Random(1, 1, 1, 2, 4), null, null, Longs(7, 8)).Shape);
    }

    [Fact]
    public void Resize_Antialias_IsRefusedByName()
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("Resize", 18, 4, ("antialias", 1L))));
        Assert.Contains("antialias", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resize_UnknownRule_IsRefusedAtOnce() =>
        Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("Resize", 18, 4, ("coordinate_transformation_mode", "elsewhere"))));

    [Fact]
    public void ReduceMean_AxesInputSince18_EqualsAttribute()
    {
        Tensor expected = Floats([2, 1], 2, 5);
        AssertClose(expected, Single(Node("ReduceMean", 13, 1, ("axes", new[] { 1L })), Matrix));
        AssertClose(expected, Single(Node("ReduceMean", 18, 2), Matrix, Longs(-1)));
        AssertClose(Floats([1, 1], 3.5f), Single(Node("ReduceMean", 18, 1), Matrix));
        AssertClose(Matrix, Single(Node("ReduceMean", 18, 1, ("noop_with_empty_axes", 1L)), Matrix));
    }

    [Fact]
    public void Gemm_BroadcastOf6_IsTaken() =>
        AssertClose(Floats([2, 1], 15, 24), Single(Node("Gemm", 6, 3, ("broadcast", 1L)), Matrix, Floats([3, 1], 1, 1, 1), Floats([1], 9)));

    [Fact]
    public void Gelu_BothFormulas_GiveTheirValues()
    {
        AssertClose(Floats([2], 0.8413447f, -0.15865525f), Single(Node("Gelu", 20, 1), Floats([2], 1, -1)));
        AssertClose(Floats([2], 0.841192f, -0.158808f), Single(Node("Gelu", 20, 1, ("approximate", "tanh")), Floats([2], 1, -1)));
    }
}
