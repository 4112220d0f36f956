using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators;

/// <summary>QuantizeLinear and DequantizeLinear beyond the node tests of ONNX.</summary>
public sealed class QuantizeLinearTests
{
    [Fact]
    public void Quantize_HalvesAndEnds_RoundToEvenAndSaturate() => AssertClose(
        Tensor.FromValues<byte>(10, 10, 12, 0, 255, 0, 255, 0),
        Single(
            Node("QuantizeLinear", 10, 3),
            Floats([8], 0, 1, 3, -1000, 1000, float.NegativeInfinity, float.PositiveInfinity, float.NaN),
            Floats([], 2),
            Tensor.FromValues<byte>(10)));

    [Theory]
    [InlineData(0, new sbyte[] { 1, 2, 2, 2 })]
    [InlineData(1, new sbyte[] { 1, 1, 3, 2 })]
    public void Quantize_AxisAndInt8_TakesAScaleEach(long axis, sbyte[] expected) => AssertClose(
        Tensor.From<sbyte>(new Shape(2, 2), expected),
        Single(
            Node("QuantizeLinear", 13, 3, ("axis", axis)), Floats([2, 2], 1, 2, 3, 4), Floats([2], 1, 2), Tensor.FromValues<sbyte>(0, 0)));

    [Fact]
    public void Quantize_IntegersWithoutZeroPoint_AreUnsigned() =>
        AssertClose(Tensor.FromValues<byte>(5, 0), Single(Node("QuantizeLinear", 13, 2), Tensor.FromValues(10, -3), Floats([], 2)));

    [Fact]
    public void Quantize_OutputType_IsTaken() =>
        AssertClose(Tensor.FromValues<short>(-300), Single(Node("QuantizeLinear", 21, 2, ("output_dtype", 5L)), Floats([1], -600), Floats([], 2)));

    [Fact]
    public void Dequantize_Int32BiasPerChannel_IsScaled() => AssertClose(
        Floats([2], 0.5f, -4),
        Single(Node("DequantizeLinear", 13, 3, ("axis", 0L)), Tensor.FromValues(5, -20), Floats([2], 0.1f, 0.2f), Tensor.FromValues(0, 0)));

    [Fact]
    public void Infer_WhatDoesNotFit_SaysWhat()
    {
        Assert.Contains("[2]", Refused("QuantizeLinear", 13, Floats([3, 2], 1, 2, 3, 4, 5, 6), Floats([3], 1, 1, 1)), StringComparison.Ordinal);
        Assert.Contains("Int64", Refused("QuantizeLinear", 13, Tensor.FromValues(1L), Floats([], 1)), StringComparison.Ordinal);
        Assert.Contains("Int64", Refused("QuantizeLinear", 13, Floats([1], 1), Floats([], 1), Tensor.FromValues(1L)), StringComparison.Ordinal);
        Assert.Contains("zero point", Refused("QuantizeLinear", 13, Floats([1], 1), Floats([], 1), Tensor.FromValues<byte>(1, 2)), StringComparison.Ordinal);
        Assert.Contains("Float32", Refused("DequantizeLinear", 13, Floats([1], 1), Floats([], 1)), StringComparison.Ordinal);
        Assert.Contains("expected UInt8", Refused("DequantizeLinear", 13, Tensor.FromValues<byte>(1), Floats([], 1), Tensor.FromValues<sbyte>(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WhatIsNotSupported_IsRefused()
    {
        Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("QuantizeLinear", 21, 3, ("block_size", 2L))));
        Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("QuantizeLinear", 21, 3, ("output_dtype", 17L))));
        Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("DequantizeLinear", 10, 3, ("axis", 0L))));
        Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("DequantizeLinear", 19, 3, ("saturate", 1L))));
    }

    private static string Refused(string type, int version, params Tensor[] inputs) =>
        Assert.Throws<OnnxException>(() => Single(Node(type, version, inputs.Length), inputs)).Message;
}
