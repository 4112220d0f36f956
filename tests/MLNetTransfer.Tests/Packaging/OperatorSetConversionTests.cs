using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;

namespace MLNetTransfer.Tests.Packaging;

public sealed class OperatorSetConversionTests
{
    [Theory]
    [InlineData(7, 4)]
    [InlineData(10, 5)]
    [InlineData(11, 6)]
    [InlineData(12, 7)]
    [InlineData(17, 8)]
    [InlineData(20, 9)]
    [InlineData(22, 10)]
    public void Apply_OtherSet_IsWrittenThereWithItsFormatVersion(int target, long irVersion)
    {
        OnnxModel converted = OperatorSetConversion.Apply(SmallNetwork.Create(8, 3), target, "small");

        Assert.Equal(target, converted.OperatorSets[""]);
        Assert.Equal(irVersion, converted.IrVersion);
        Assert.All(converted.Graph.Nodes, node => Assert.Equal(target, node.OperatorSetVersion));
    }

    [Fact]
    public void Apply_SameSet_IsTheModel()
    {
        OnnxModel model = SmallNetwork.Create(8, 3);

        Assert.Same(model, OperatorSetConversion.Apply(model, 13, "small"));
    }

    [Fact]
    public void Apply_ClipBeforeInputs_HasAttributes()
    {
        OnnxModel converted = OperatorSetConversion.Apply(WithClip(13), 10, "small");

        OnnxNode clip = Assert.Single(converted.Graph.Nodes, node => node.OperatorType == "Clip");
        Assert.Equal(["mean"], clip.Inputs);
        Assert.Equal((0f, 6f), (clip.Attributes.Number("min", -1), clip.Attributes.Number("max", -1)));
    }

    [Fact]
    public void Apply_ClipThereAndBack_HasInputsAgain()
    {
        OnnxModel converted = OperatorSetConversion.Apply(OperatorSetConversion.Apply(WithClip(13), 10, "small"), 13, "small");

        OnnxNode clip = Assert.Single(converted.Graph.Nodes, node => node.OperatorType == "Clip");
        Assert.Empty(clip.Attributes.Values);
        Assert.Equal([0f, 6f], clip.Inputs.Skip(1).Select(input => ((Tensor<float>)converted.Graph.Initializers[input]).Span[0]));
    }

    [Fact]
    public void Apply_ClipWithOneBound_KeepsThatOne()
    {
        OnnxModel converted = OperatorSetConversion.Apply(WithClip(13, ["mean", "", "six"]), 10, "small");

        OnnxNode clip = Assert.Single(converted.Graph.Nodes, node => node.OperatorType == "Clip");
        Assert.Equal(["max"], clip.Attributes.Values.Keys);
        OnnxNode again = Assert.Single(OperatorSetConversion.Apply(converted, 13, "small").Graph.Nodes, node => node.OperatorType == "Clip");
        Assert.Equal(["mean", ""], again.Inputs.Take(2));
    }

    [Theory]
    [InlineData("HardSwish", 14, 13, "came with 14")]
    [InlineData("ReduceMean", 17, 18, "changed with 18")]
    [InlineData("Softmax", 13, 12, "changed with 13")]
    public void Apply_OperatorThatCannotBe_IsRefusedByName(string operatorType, int source, int target, string reason)
    {
        OnnxModel model = With(SmallNetwork.Create(8, 3, source), new OnnxNode("odd", operatorType, "", source, ["mean"], ["other"], new OnnxAttributes()));

        ModelException exception = Assert.Throws<ModelException>(() => OperatorSetConversion.Apply(model, target, "small"));

        Assert.Contains($"small: {operatorType} 'odd'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_ClipWithComputedBounds_IsRefusedBefore()
    {
        OnnxModel model = WithClip(13, ["mean", "", "mean"]);

        Assert.Contains("constants", Assert.Throws<ModelException>(() => OperatorSetConversion.Apply(model, 10, "small")).Message, StringComparison.Ordinal);
    }

    private static OnnxModel WithClip(int operatorSet, string[]? inputs = null)
    {
        OnnxModel model = With(SmallNetwork.Create(8, 3, operatorSet), new OnnxNode("clip", "Clip", "", operatorSet, inputs ?? ["mean", "zero", "six"], ["clipped"], new OnnxAttributes()));
        Dictionary<string, Tensor> constants = new(model.Graph.Initializers)
        {
            ["zero"] = Tensor.From<float>(new Shape(), new[] { 0f }),
            ["six"] = Tensor.From<float>(new Shape(), new[] { 6f }),
        };
        return model with { Graph = model.Graph with { Initializers = constants } };
    }

    // What is inserted lies behind the mean, beside the rest.
    private static OnnxModel With(OnnxModel model, OnnxNode node) =>
        model with { Graph = model.Graph with { Nodes = [model.Graph.Nodes[0], node, .. model.Graph.Nodes.Skip(1)] } };
}
