using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Tests.Graphs;

public sealed class GraphToOnnxTests
{
    [Fact]
    public void ToOnnx_FreeDimensions_DeclaresOutputsWithTheirSymbols()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("batch"), GraphSamples.Of(3), GraphSamples.Free("h"), GraphSamples.Free("w"));
        editor.Conv("same", "x", 1, 3, 4);
        editor.Conv("half", "same", 2, 4, 5, stride: 2);
        editor.Add("GlobalAveragePool", "pool", ["half"]);
        editor.Add("Flatten", "flat", ["pool"]);
        editor.Add("ArgMax", "best", ["flat"], [new("axis", 1L), new("keepdims", 0L)]);

        IReadOnlyList<OnnxValueInfo> outputs = editor.ToGraph("same", "half", "flat", "best").ToOnnx("declared").Graph.Outputs;

        Assert.Equal(["batch 4 h w", "batch 5 ? ?", "batch 5", "batch"], outputs.Select(output => string.Join(' ', output.Dimensions!)));
        Assert.Equal([ElementType.Float32, ElementType.Float32, ElementType.Float32, ElementType.Int64], outputs.Select(output => output.ElementType));
    }

    [Fact]
    public void ToOnnx_InputWithoutDimensions_LeavesOutputsOpen()
    {
        GraphEditor editor = GraphSamples.Editor();
        editor.Add("Relu", "y", ["x"]);

        Assert.Null(Assert.Single(editor.ToGraph("y").ToOnnx("open").Graph.Outputs).Dimensions);
    }

    [Fact]
    public void ToOnnx_FusedGraph_IsRefused()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("batch"), GraphSamples.Of(3), GraphSamples.Of(8), GraphSamples.Of(8));
        editor.Conv("conv", "x", 1, 3, 4);
        editor.Add("Relu", "relu", ["conv"]);
        Graph fused = GraphOptimizer.OptimizeForInference(editor.ToGraph("relu"));

        OnnxException exception = Assert.Throws<OnnxException>(() => fused.ToOnnx("fused"));

        Assert.StartsWith("Conv 'conv' is fused", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Tensor, Tensor, ElementType, long> OtherPrecisions => new()
    {
        { Tensor.FromValues((Half)1.5, (Half)(-2)), Tensor.FromValues((Half)1), ElementType.Float16, 10 },
        { Tensor.FromValues(1.5, -2), Tensor.FromValues(1d), ElementType.Float64, 11 },
    };

    [Theory]
    [MemberData(nameof(OtherPrecisions))]
    public void ToOnnx_GraphOfOtherPrecision_IsSinglePrecisionThroughout(Tensor weights, Tensor one, ElementType type, long number)
    {
        OnnxModel model = new(
            8,
            new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 13 },
            "test",
            "1",
            new Dictionary<string, string>(StringComparer.Ordinal),
            new OnnxGraph(
                "precision",
                [new OnnxValueInfo("x", type, [new OnnxDimension(null, "N"), new OnnxDimension(2, null)])],
                [new OnnxValueInfo("z", type, null)],
                [
                    new OnnxNode("filled", "ConstantOfShape", "", 13, ["shape"], ["one"], new OnnxAttributes([new("value", one)])),
                    new OnnxNode("scaled", "Mul", "", 13, ["w", "one"], ["v"], new OnnxAttributes()),
                    new OnnxNode("sum", "Add", "", 13, ["x", "v"], ["y"], new OnnxAttributes()),
                    new OnnxNode("cast", "Cast", "", 13, ["y"], ["z"], new OnnxAttributes([new("to", number)])),
                ],
                new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["w"] = weights, ["shape"] = Tensor.FromValues(2L) }));

        Graph graph = Graph.From(model);
        OnnxModel written = graph.ToOnnx("single");

        Assert.Equal(ElementType.Float32, graph.Inputs[0].ElementType);
        Assert.Equal([1.5f, -2f], ((Tensor<float>)graph.Constants["w"]).Span.ToArray());
        Assert.Equal([ElementType.Float32], written.Graph.Inputs.Concat(written.Graph.Outputs).Select(value => value.ElementType).Distinct());
        Assert.Equal(1, written.Graph.Nodes[^1].Attributes.Integer("to", 0));
        Assert.Equal(ElementType.Float32, written.Graph.Nodes.First(node => node.Name == "filled").Attributes.Tensor("value")!.ElementType);
        Tensor<float> input = Tensor.From(new Shape(1, 2), new[] { 1f, 1f }.AsMemory());
        Assert.Equal([2.5f, -1f], ((Tensor<float>)GraphSamples.Run(graph, input)["z"]).Span.ToArray());
    }
}
