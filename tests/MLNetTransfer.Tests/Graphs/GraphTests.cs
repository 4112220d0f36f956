using Google.Protobuf;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Onnx.Protobuf;
using MLNetTransfer.Tests.Onnx;

namespace MLNetTransfer.Tests.Graphs;

public sealed class GraphTests
{
    [Fact]
    public void From_UnsortedNodes_SortsThem()
    {
        Graph graph = From(model => (model.Graph.Node[0], model.Graph.Node[1]) = (model.Graph.Node[1].Clone(), model.Graph.Node[0].Clone()));

        Assert.Equal(["Add", "Relu"], graph.Nodes.Select(node => node.Operator.Node.OperatorType));
    }

    [Fact]
    public void From_UnsupportedOperators_ListsAllWithCountsAndNames()
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => From(model =>
        {
            model.Graph.Node.Add(Named("NonMaxSuppression", "a", "n1"));
            model.Graph.Node.Add(Named("NonMaxSuppression", "b", "n2"));
            model.Graph.Node.Add(Named("Einsum", "c", "n3"));
        }));

        Assert.Contains("Einsum (1 node: 'n3'); NonMaxSuppression (2 nodes: 'n1', 'n2')", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_AttributeOutOfPlace_NamesTheNode()
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => From(model => model.Graph.Node[1].Attribute.Add(new AttributeProto { Name = "odd", Type = 2 })));

        Assert.StartsWith("Relu 'Relu_1': Attribute 'odd'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_Circle_IsRefused()
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => From(model => model.Graph.Node[0].Input[1] = "y"));

        Assert.Contains("circle", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_ValueFromNowhere_NamesReaderAndValue()
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => From(model => model.Graph.Node[0].Input[1] = "lost"));

        Assert.Contains("'lost', which Add 'Add_0' reads", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_ValueGivenTwice_IsRefused()
    {
        OnnxException exception = Assert.Throws<OnnxException>(() => From(model => model.Graph.Node.Add(TinyModel.Node("Relu", ["x"], ["sum"]))));

        Assert.Contains("'sum' is given by something else", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_ConstantNode_BecomesAConstant()
    {
        Graph graph = From(model =>
        {
            model.Graph.Initializer.Clear();
            model.Graph.Node.Add(TinyModel.Node("Constant", [], ["w"], new AttributeProto { Name = "value_floats", Type = 6, Floats = { 3, 4 } }));
        });

        Assert.Equal([3f, 4f], ((Tensor<float>)graph.Constants["w"]).Span.ToArray());
        Assert.Equal(2, graph.Nodes.Count);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    public void From_HalfAndDoublePrecision_IsSinglePrecisionAlsoWhenWritten(int dataType)
    {
        byte[] raw = dataType == 10
            ? [.. BitConverter.GetBytes((Half)1.5), .. BitConverter.GetBytes((Half)(-2))]
            : [.. BitConverter.GetBytes(1.5), .. BitConverter.GetBytes(-2d)];
        Graph graph = From(model =>
        {
            model.Graph.Input[0] = TinyModel.Value("x", dataType, "N", 2);
            model.Graph.Output[0] = TinyModel.Value("y", dataType, "N", 2);
            model.Graph.Initializer[0] = new TensorProto { Name = "w", DataType = dataType, Dims = { 2 }, RawData = ByteString.CopyFrom(raw) };
            model.Graph.Node.Add(TinyModel.Node("Cast", ["y"], ["z"], new AttributeProto { Name = "to", Type = 2, I = dataType }));
            model.Graph.Output.Add(TinyModel.Value("z", dataType, "N", 2));
        });

        OnnxModel written = graph.ToOnnx("single");

        Assert.Equal(ElementType.Float32, graph.Inputs[0].ElementType);
        Assert.Equal([1.5f, -2f], ((Tensor<float>)graph.Constants["w"]).Span.ToArray());
        Assert.Equal([ElementType.Float32, ElementType.Float32], written.Graph.Outputs.Select(output => output.ElementType));
        Assert.Equal(1, written.Graph.Nodes[2].Attributes.Integer("to", 0));
    }

    [Fact]
    public void WithOutputs_InnerValue_LeavesOutWhatItDoesNotNeed()
    {
        Graph graph = From(model =>
        {
            model.Graph.Initializer.Add(new TensorProto { Name = "v", DataType = TinyModel.Float, Dims = { 2 }, FloatData = { 1, 1 } });
            model.Graph.Node.Add(TinyModel.Node("Mul", ["y", "v"], ["z"]));
            model.Graph.Output[0].Name = "z";
        });

        Graph cut = graph.WithOutputs("sum");

        Assert.Equal(["Add"], cut.Nodes.Select(node => node.Operator.Node.OperatorType));
        Assert.Equal(["w"], cut.Constants.Keys);
        Assert.Equal(4, graph.ParameterCount);
        Assert.Equal(2, cut.ParameterCount);
        Assert.Throws<OnnxException>(() => graph.WithOutputs("absent"));
    }

    [Fact]
    public void ToOnnx_FreeDimensions_DeclaresOutputsWithTheirSymbols()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("batch"), GraphSamples.Of(3), GraphSamples.Free("h"), GraphSamples.Free("w"));
        editor.Conv("same", "x", 1, 3, 4);
        editor.Conv("half", "same", 2, 4, 5, stride: 2);
        editor.Add("GlobalAveragePool", "pool", ["half"]);
        editor.Add("Flatten", "flat", ["pool"]);

        IReadOnlyList<OnnxValueInfo> outputs = editor.ToGraph("same", "half", "flat").ToOnnx("declared").Graph.Outputs;

        Assert.Equal(["batch", "4", "h", "w"], outputs[0].Dimensions!.Select(dimension => dimension.ToString()));
        Assert.Equal(["batch", "5", "?", "?"], outputs[1].Dimensions!.Select(dimension => dimension.ToString()));
        Assert.Equal(["batch", "5"], outputs[2].Dimensions!.Select(dimension => dimension.ToString()));
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

    private static Graph From(Action<ModelProto> change) => Graph.From(OnnxReader.Read(TinyModel.ToBytes(change)));

    private static NodeProto Named(string type, string output, string name)
    {
        NodeProto node = TinyModel.Node(type, ["x"], [output]);
        node.Name = name;
        return node;
    }
}
