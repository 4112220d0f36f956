using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators;

public sealed class ConstantTests
{
    public static TheoryData<string, object, Tensor> Forms => new()
    {
        { "value", Longs(1, 2), Longs(1, 2) },
        { "value", Tensor.FromValues((Half)1.5f), Floats([1], 1.5f) },
        { "value", Tensor.FromValues(2.5), Floats([1], 2.5f) },
        { "value_float", 3f, Floats([], 3) },
        { "value_floats", new[] { 3f, 4f }, Floats([2], 3, 4) },
        { "value_int", 5L, Longs(5).Reshape(default) },
        { "value_ints", new[] { 5L, 6L }, Longs(5, 6) },
        { "value_string", "a", Tensor.FromValues("a").Reshape(default) },
        { "value_strings", new[] { "a", "b" }, Tensor.FromValues("a", "b") },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Forward_AnyForm_GivesItsTensor(string attribute, object value, Tensor expected)
    {
        Operator tested = OperatorRegistry.Create(Node("Constant", 13, 0, (attribute, value)));
        AssertClose(expected, Run(tested, MemoryFormat.Contiguous)[0]);
        AssertClose(expected, Assert.Single(tested.Infer([])).Constant);
    }

    [Fact]
    public void Create_SparseValue_IsRefused() => Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("Constant", 13, 0, ("sparse_value", 1L))));

    [Fact]
    public void Create_NoValue_IsRefused() => Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("Constant", 13, 0)));
}
