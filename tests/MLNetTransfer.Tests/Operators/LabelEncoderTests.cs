using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators;

public sealed class LabelEncoderTests
{
    [Fact]
    public void Forward_NumbersToTexts_LooksUpAndFallsBack()
    {
        OnnxNode node = Encoder(2, ("keys_int64s", new[] { 0L, 1L }), ("values_strings", new[] { "cat", "dog" }), ("default_string", "none"));
        AssertClose(Tensor.FromValues("dog", "none", "cat"), Single(node, Longs(1, 7, 0)));
    }

    [Fact]
    public void Forward_TextsToNumbers_FallsBackToMinusOne()
    {
        OnnxNode node = Encoder(3, ("keys_strings", new[] { "a", "b" }), ("values_int64s", new[] { 5L, 6L }));
        AssertClose(Longs(6, -1, 5), Single(node, Tensor.FromValues("b", "c", "a")));
    }

    [Fact]
    public void Forward_RealKeys_FindNotANumber()
    {
        OnnxNode node = Encoder(2, ("keys_floats", new[] { float.NaN, 1.5f }), ("values_floats", new[] { 1f, 2f }), ("default_float", 3f));
        AssertClose(Floats([3], 1, 2, 3), Single(node, Floats([3], float.NaN, 1.5f, 0)));
    }

    [Fact]
    public void Forward_TensorsOfSet4_LookUp()
    {
        OnnxNode node = Encoder(4, ("keys_tensor", Tensor.FromValues(1, 2)), ("values_tensor", Tensor.FromValues(true, false)), ("default_tensor", Tensor.FromValues(true)));
        AssertClose(Tensor.FromValues(false, true), Single(node, Tensor.FromValues(2, 9)));
    }

    [Fact]
    public void Forward_ClassesOfSet1_MapInBothDirections()
    {
        OnnxNode node = Encoder(1, ("classes_strings", new[] { "a", "b" }));
        AssertClose(Longs(1, -1), Single(node, Tensor.FromValues("b", "z")));
        AssertClose(Tensor.FromValues("b", "_Unused"), Single(node, Longs(1, 2)));
    }

    [Fact]
    public void Create_KeysAndValuesOfOtherNumber_SaysBoth()
    {
        OnnxException exception = Assert.Throws<OnnxException>(
            () => OperatorRegistry.Create(Encoder(2, ("keys_int64s", new[] { 0L, 1L }), ("values_strings", new[] { "cat" }))));
        Assert.Contains("2 keys and 1 values", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Infer_InputOfAnotherType_SaysWhichIsExpected()
    {
        Operator tested = OperatorRegistry.Create(Encoder(2, ("keys_int64s", new[] { 0L }), ("values_strings", new[] { "cat" })));
        OnnxException exception = Assert.Throws<OnnxException>(() => tested.Infer(FactsOf(Floats([1], 0))));
        Assert.Contains("Float32, expected Int64", exception.Message, StringComparison.Ordinal);
    }

    private static OnnxNode Encoder(int version, params (string Name, object Value)[] attributes) =>
        Node("LabelEncoder", version, 1, attributes) with { Domain = "ai.onnx.ml" };
}
