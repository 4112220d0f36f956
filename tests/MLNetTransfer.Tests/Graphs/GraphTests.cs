using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Tests.Graphs;

public sealed class GraphTests
{
    [Fact]
    public void From_UnsupportedOperators_ListsAllOfThem()
    {
        OnnxModel model = Model(
            ["x"],
            ["d"],
            Node("FFT", "a", ["x"]), Node("Relu", "b", ["a"]), Node("FFT", "c", ["b"]), Node("NonMaxSuppression", "d", ["c"]), Node("Relu", "e", ["d"]) with { Domain = "com.example" });

        OnnxException exception = Assert.Throws<OnnxException>(() => Graph.From(model));

        Assert.StartsWith(
            "Operators that are not supported: FFT (2 nodes: 'a', 'c'); NonMaxSuppression (1 node: 'd'); com.example.Relu (1 node: 'e').",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void From_Circle_NamesANodeOfIt() => AssertRefused("form a circle", ["b"], Node("Add", "a", ["x", "b"]), Node("Relu", "b", ["a"]));

    [Fact]
    public void From_NodeReadsItself_IsRefused() => AssertRefused("form a circle", ["a"], Node("Add", "a", ["x", "a"]));

    [Fact]
    public void From_MissingValue_NamesValueAndReader() => AssertRefused("'nowhere', which Add 'a' reads", ["a"], Node("Add", "a", ["x", "nowhere"]));

    [Fact]
    public void From_MissingOutput_NamesIt() => AssertRefused("'nowhere', which the graph reads", ["nowhere"], Node("Relu", "a", ["x"]));

    [Fact]
    public void From_TwoNodesGiveOneValue_IsRefused() => AssertRefused("'a' is given by something else too", ["a"], Node("Relu", "a", ["x"]), Node("Neg", "a", ["x"]));

    [Fact]
    public void From_UnsortedNodes_SortsThemAndDropsWhatIsNotNeeded()
    {
        Graph graph = Graph.From(Model(["x"], ["c"], Node("Relu", "c", ["b"]), Node("Neg", "unused", ["a"]), Node("Neg", "b", ["a"]), Node("Exp", "a", ["x"])));

        Assert.Equal(["a", "b", "c"], graph.Nodes.Select(node => node.Name));
    }

    [Fact]
    public void From_VeryLongChain_NeedsNoStack()
    {
        const int length = 50_000;
        OnnxNode[] nodes = [.. Enumerable.Range(0, length).Select(index => Node("Relu", $"n{index}", [index == 0 ? "x" : $"n{index - 1}"]))];

        Assert.Equal(length, Graph.From(Model(["x"], [$"n{length - 1}"], nodes)).Nodes.Count);
    }

    [Fact]
    public void From_HalfPrecisionWeights_AreWidened()
    {
        OnnxModel model = Model(["x"], ["a"], Node("Add", "a", ["x", "w"]));
        model = model with { Graph = model.Graph with { Initializers = new Dictionary<string, Tensor> { ["w"] = Tensor.FromValues((Half)1.5f) } } };

        Assert.Equal([1.5f], ((Tensor<float>)Graph.From(model).Constants["w"]).Span);
    }

    [Fact]
    public void From_BatchNormalizationInTrainingMode_RunsWithItsStatistics()
    {
        OnnxNode node = Node("BatchNormalization", "a", ["x", "s", "b", "m", "v"]) with
        {
            Outputs = ["a", "mean", "variance"],
            OperatorSetVersion = 14,
            Attributes = new OnnxAttributes([new("training_mode", 1L)]),
        };

        Assert.Equal(["a"], Graph.From(Model(["x", "s", "b", "m", "v"], ["a"], node)).Nodes[0].Outputs);
    }

    [Fact]
    public void WithOutputs_ValueInTheMiddle_DropsWhatComesBehind()
    {
        Graph graph = Graph.From(Model(["x"], ["b"], Node("Relu", "a", ["x"]), Node("Neg", "b", ["a"]))).WithOutputs("a");

        Assert.Equal("a", Assert.Single(graph.Nodes).Name);
        Assert.Throws<OnnxException>(() => graph.WithOutputs("b"));
    }

    [Fact]
    public void FreshName_TakenBySomething_GetsANumber()
    {
        GraphEditor editor = new(Graph.From(Model(["x"], ["a"], Node("Relu", "a", ["x"]))));
        editor.Add("a_2", Tensor.FromValues(1f));

        Assert.Equal("a_3", editor.FreshName("a"));
        Assert.Equal("x_2", editor.FreshName("x"));
        Assert.Equal("free", editor.FreshName("free"));
    }

    [Fact]
    public void Redirect_Value_ChangesReadersAndOutputs()
    {
        GraphEditor editor = new(Graph.From(Model(["x"], ["a", "b"], Node("Relu", "a", ["x"]), Node("Add", "b", ["a", "a"]))));
        editor.Redirect("a", "x");

        Graph graph = editor.ToGraph();

        Assert.Equal(["x", "b"], graph.Outputs);
        Assert.Equal(["x", "x"], Assert.Single(graph.Nodes).Inputs);
        Assert.Null(graph.FindProducer("a"));
        Assert.Single(graph.FindConsumers("x"));
    }

    [Fact]
    public void Infer_ShapeArithmetic_IsConstant()
    {
        // What PyTorch writes for x.view(x.size(0), -1).
        OnnxModel model = Model(
            ["x"],
            ["reshaped"],
            Node("Shape", "shape", ["x"]),
            Node("Gather", "batch", ["shape", "zero"]) with { Attributes = new OnnxAttributes([new("axis", 0L)]) },
            Node("Unsqueeze", "row", ["batch", "axes"]),
            Node("Concat", "target", ["row", "rest"]) with { Attributes = new OnnxAttributes([new("axis", 0L)]) },
            Node("Reshape", "reshaped", ["x", "target"]));
        Dictionary<string, Tensor> constants = new() { ["zero"] = Tensor.From<long>(new Shape(), new long[1]), ["axes"] = Tensor.FromValues(0L), ["rest"] = Tensor.FromValues(-1L) };
        Graph graph = Graph.From(model with { Graph = model.Graph with { Initializers = constants } });

        IReadOnlyDictionary<string, TensorFact> facts = ShapeInference.Infer(graph, new Dictionary<string, TensorFact> { ["x"] = new(ElementType.Float32, new Shape(5, 3, 2, 2)) });

        Assert.Equal([5L, -1L], ((Tensor<long>)facts["target"].Constant!).Span);
        Assert.Equal(new Shape(5, 12), facts["reshaped"].Shape);
        Assert.Null(facts["reshaped"].Constant);
    }

    [Fact]
    public void Infer_OperandsDoNotFit_NamesTheNode()
    {
        Graph graph = Graph.From(Model(["x", "y"], ["sum"], Node("Add", "sum", ["x", "y"])));

        OnnxException exception = Assert.Throws<OnnxException>(() => ShapeInference.Infer(
            graph, new Dictionary<string, TensorFact> { ["x"] = new(ElementType.Float32, new Shape(2, 3)), ["y"] = new(ElementType.Float32, new Shape(2, 4)) }));

        Assert.StartsWith("Add 'sum': ", exception.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string part, string[] outputs, params OnnxNode[] nodes) =>
        Assert.Contains(part, Assert.Throws<OnnxException>(() => Graph.From(Model(["x"], outputs, nodes))).Message, StringComparison.Ordinal);

    private static OnnxNode Node(string type, string name, string[] inputs) => new(name, type, "", 13, inputs, [name], new OnnxAttributes());

    private static OnnxModel Model(string[] inputs, string[] outputs, params OnnxNode[] nodes) => new(
        8,
        new Dictionary<string, int> { [""] = 13 },
        "test",
        "1",
        new Dictionary<string, string>(),
        new OnnxGraph(
            "test",
            [.. inputs.Select(name => new OnnxValueInfo(name, ElementType.Float32, null))],
            [.. outputs.Select(name => new OnnxValueInfo(name, ElementType.Float32, null))],
            nodes,
            new Dictionary<string, Tensor>()));
}
