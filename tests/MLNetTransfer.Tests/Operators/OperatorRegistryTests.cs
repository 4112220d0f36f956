using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;
using static MLNetTransfer.Tests.Operators.OperatorHarness;

namespace MLNetTransfer.Tests.Operators;

public sealed class OperatorRegistryTests
{
    [Fact]
    public void Create_UnknownAttribute_NamesItAndTheNode()
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("Relu", 14, 1, ("alpha", 1f))));
        Assert.Contains("Relu 'tested'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'alpha'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_AttributeOfAnotherVersion_IsRefused() =>
        Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("Clip", 11, 1, ("min", 0f))));

    [Fact]
    public void Create_UnknownOperator_SaysSo()
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("NonMaxSuppression", 11, 1)));
        Assert.Contains("NonMaxSuppression 'tested' is not supported", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(23)]
    public void Create_VersionOutsideTheRange_SaysTheRange(int version)
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("Relu", version, 1)));
        Assert.Contains("6 to 22", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_All_AreSupported()
    {
        Assert.Contains("Conv", OperatorRegistry.Names);
        Assert.Contains("ai.onnx.ml.LabelEncoder", OperatorRegistry.Names);
        Assert.True(OperatorRegistry.Supports(Node("Conv", 11, 2)));
        Assert.True(OperatorRegistry.Supports(Node("Conv", 11, 2) with { Domain = "ai.onnx" }));
        Assert.False(OperatorRegistry.Supports(Node("Conv", 11, 2) with { Domain = "com.example" }));
    }

    [Fact]
    public void Infer_TooFewInputs_SaysHowMany()
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => OperatorRegistry.Create(Node("Add", 14, 1)).Infer(FactsOf(Random(1, 2))));
        Assert.Contains("Found 1 inputs, expected 2", exception.Message, StringComparison.Ordinal);
    }
}
