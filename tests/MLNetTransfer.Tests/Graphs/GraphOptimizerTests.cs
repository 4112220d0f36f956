using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Operators;
using MLNetTransfer.Tests.Operators;

namespace MLNetTransfer.Tests.Graphs;

/// <summary>What each pass leaves of a graph; that the results stay is checked in every test by <see cref="Optimize"/>.</summary>
public sealed class GraphOptimizerTests
{
    [Fact]
    public void Fold_BatchNormalizationBehindConv_Goes()
    {
        GraphEditor editor = Pictures();
        editor.Conv("conv", "x", 1, 4, 6, 3, hasBias: true);
        editor.BatchNormalization("bn", "conv", 5, 6);

        Assert.Equal(["Conv"], Fold(editor.ToGraph("bn")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fold_BatchNormalizationBehindGemm_Goes(bool transposed)
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("N"), GraphSamples.Of(5));
        editor.Random("w", 1, transposed ? [7, 5] : [5, 7]);
        editor.Random("b", 2, 7);
        editor.Add("Gemm", "gemm", ["x", "w", "b"], [new("transB", transposed ? 1L : 0L), new("alpha", 0.5f)]);
        editor.BatchNormalization("bn", "gemm", 5, 7);

        Assert.Equal(["Gemm"], Fold(editor.ToGraph("bn"), OperatorHarness.Random(1, 3, 5)));
    }

    [Fact]
    public void Fold_BatchNormalizationWhoseConvHasAnotherReader_Stays()
    {
        GraphEditor editor = Pictures();
        editor.Conv("conv", "x", 1, 4, 6);
        editor.BatchNormalization("bn", "conv", 5, 6);

        Assert.Equal(["Conv", "BatchNormalization"], Fold(editor.ToGraph("bn", "conv")));
    }

    [Fact]
    public void Fold_BatchNormalizationOfOtherLength_Stays()
    {
        GraphEditor editor = Pictures();
        editor.Conv("conv", "x", 1, 4, 6);
        editor.BatchNormalization("bn", "conv", 5, 3);

        Assert.Equal(2, GraphOptimizer.Fold(editor.ToGraph("bn")).Nodes.Count);
    }

    [Fact]
    public void Fold_ArithmeticOfExporters_GoesIntoTheConv()
    {
        GraphEditor editor = Pictures();
        editor.Conv("conv", "x", 1, 4, 6, 3, hasBias: true);
        editor.Add("Add", "biased", [editor.Random("bias", 3, 6, 1, 1), "conv"]);
        editor.Add("Mul", "scaled", ["biased", editor.Random("scale", 4, 1, 6, 1, 1)]);
        editor.Add("Sub", "shifted", ["scaled", editor.Random("mean", 5, 1)]);
        editor.Add("Div", "divided", ["shifted", editor.Add("two", Tensor.From(default, new[] { 2f }.AsMemory()))]);

        Assert.Equal(["Conv"], Fold(editor.ToGraph("divided")));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(1, 1, 6, 6)]
    [InlineData(2, 6, 1, 1)]
    public void Fold_ArithmeticWithinAChannel_Stays(params int[] dimensions)
    {
        GraphEditor editor = Pictures();
        editor.Conv("conv", "x", 1, 4, 6);
        editor.Add("Add", "y", ["conv", editor.Random("c", 3, dimensions)]);

        Assert.Equal(["Conv", "Add"], Fold(editor.ToGraph("y")));
    }

    [Fact]
    public void Fold_IdentityDropoutAndConstants_Go()
    {
        GraphEditor editor = Pictures();
        editor.Add("Identity", "same", ["x"]);
        editor.Add("Dropout", "kept", ["same"]);
        editor.Random("a", 1, 4, 1, 1);
        editor.Add("Sigmoid", "constant", ["a"]);
        editor.Add("Mul", "y", ["kept", "constant"]);

        Graph folded = GraphOptimizer.Fold(editor.ToGraph("y"));

        Assert.Equal(["constant"], folded.Constants.Keys);
        Assert.Equal(["Mul"], Fold(editor.ToGraph()));
    }

    [Fact]
    public void Fold_IdentityThatGivesAnOutput_KeepsItsName()
    {
        GraphEditor editor = Pictures();
        editor.Add("Relu", "relu", ["x"]);
        editor.Add("Identity", "y", ["relu"]);

        Assert.Equal(["Relu", "Identity"], Fold(editor.ToGraph("y")));
    }

    [Fact]
    public void Fold_EqualNodes_BecomeOneAlsoBehindEachOther()
    {
        GraphEditor editor = Pictures();
        editor.Add("Relu", "r1", ["x"]);
        editor.Add("Relu", "r2", ["x"]);
        editor.Add("Sigmoid", "s1", ["r1"]);
        editor.Add("Sigmoid", "s2", ["r2"]);
        editor.Add("LeakyRelu", "l1", ["r1"], [new("alpha", 0.1f)]);
        editor.Add("LeakyRelu", "l2", ["r2"], [new("alpha", 0.2f)]);
        editor.Add("Concat", "y", ["s1", "s2", "l1", "l2"], [new("axis", 1L)]);

        Assert.Equal(["Concat", "LeakyRelu", "LeakyRelu", "Relu", "Sigmoid"], Fold(editor.ToGraph("y")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(13)]
    public void Fold_ZerosAroundPictures_GoIntoTheConv(int operatorSet)
    {
        GraphEditor editor = Pictures(operatorSet);
        long[] pads = [0, 0, 1, 2, 0, 0, 3, 0];
        if (operatorSet < 11)
        {
            editor.Add("Pad", "padded", ["x"], [new("pads", pads)]);
        }
        else
        {
            editor.Add("pads", Tensor.FromValues(pads));
            editor.Add("Pad", "padded", ["x", "pads"]);
        }

        editor.Conv("conv", "padded", 1, 4, 6, stride: 2);

        Assert.Equal(["Conv"], Fold(editor.ToGraph("conv")));
    }

    [Theory]
    [InlineData("constant", 1f, 0)]
    [InlineData("reflect", 0f, 0)]
    [InlineData("constant", 0f, 1)]
    public void Fold_OtherPadding_Stays(string mode, float value, int channels)
    {
        GraphEditor editor = Pictures();
        editor.Add("pads", Tensor.FromValues(0L, channels, 1, 1, 0, 0, 1, 1));
        editor.Add("value", Tensor.From(default, new[] { value }.AsMemory()));
        editor.Add("Pad", "padded", ["x", "pads", "value"], [new("mode", mode)]);
        editor.Conv("conv", "padded", 1, 4 + channels, 6);

        Assert.Equal(["Pad", "Conv"], Fold(editor.ToGraph("conv")));
    }

    public static TheoryData<string> Activations => ["Relu", "LeakyRelu", "HardSwish", "HardSigmoid", "Sigmoid", "Clip"];

    [Theory]
    [MemberData(nameof(Activations))]
    public void OptimizeForInference_ActivationBehindConv_IsFused(string activation)
    {
        GraphEditor editor = Pictures(14);
        editor.Conv("conv", "x", 1, 4, 6);
        string[] inputs = activation == "Clip" ? ["conv", editor.Add("low", Scalar(0)), editor.Add("high", Scalar(0.5f))] : ["conv"];
        editor.Add(activation, "y", inputs);

        Graph optimized = Optimize(editor.ToGraph("y"), GraphOptimizer.OptimizeForInference);

        Conv conv = Assert.IsType<Conv>(Assert.Single(optimized.Nodes).Operator);
        Assert.Equal(activation, conv.Activation.Kind.ToString());
    }

    [Fact]
    public void OptimizeForInference_ResidualBlock_IsTwoConvs()
    {
        GraphEditor editor = ColourPictures();
        editor.Conv("c1", "x", 1, 3, 4);
        editor.BatchNormalization("b1", "c1", 2, 4);
        editor.Add("Relu", "r1", ["b1"]);
        editor.Conv("c2", "r1", 3, 4, 3);
        editor.BatchNormalization("b2", "c2", 4, 3);
        editor.Add("Add", "sum", ["b2", "x"]);
        editor.Add("Relu", "y", ["sum"]);

        Graph optimized = Optimize(editor.ToGraph("y"), GraphOptimizer.OptimizeForInference, OperatorHarness.Random(1, 2, 3, 6, 6));

        Conv[] convs = [.. optimized.Nodes.Select(node => Assert.IsType<Conv>(node.Operator))];
        Assert.Equal([false, true], convs.Select(conv => conv.HasResidual));
        Assert.All(convs, conv => Assert.Equal(ActivationKind.Relu, conv.Activation.Kind));
    }

    [Fact]
    public void OptimizeForInference_SumThatIsBroadcast_IsNotFused()
    {
        GraphEditor editor = ColourPictures();
        editor.Conv("conv", "x", 1, 3, 3);
        editor.Add("GlobalAveragePool", "pool", ["x"]);
        editor.Add("Add", "y", ["conv", "pool"]);

        Graph optimized = Optimize(editor.ToGraph("y"), GraphOptimizer.OptimizeForInference, OperatorHarness.Random(1, 2, 3, 6, 6));

        Assert.Contains(optimized.Nodes, node => node.Operator is Add);
    }

    [Fact]
    public void OptimizeForInference_ValueThatIsAnOutput_StaysWhatItWas()
    {
        GraphEditor editor = Pictures();
        editor.Conv("conv", "x", 1, 4, 6);
        editor.Add("Relu", "relu", ["conv"]);
        editor.Add("Sigmoid", "y", ["relu"]);

        Assert.Equal(["Conv", "Relu", "Sigmoid"], Optimize(editor.ToGraph("conv", "y"), GraphOptimizer.OptimizeForInference).Nodes.Select(node => node.Operator.Node.OperatorType));
    }

    private static GraphEditor Pictures(int operatorSet = 13) =>
        GraphSamples.Editor(operatorSet, GraphSamples.Free("N"), GraphSamples.Of(4), GraphSamples.Of(6), GraphSamples.Of(6));

    private static GraphEditor ColourPictures() => GraphSamples.Editor(GraphSamples.Free("N"), GraphSamples.Of(3), GraphSamples.Of(6), GraphSamples.Of(6));

    private static Tensor<float> Scalar(float value) => Tensor.From(default, new[] { value }.AsMemory());

    private static IEnumerable<string> Fold(Graph graph, Tensor? input = null) => Optimize(graph, GraphOptimizer.Fold, input).Nodes.Select(node => node.Operator.Node.OperatorType);

    private static Graph Optimize(Graph graph, Func<Graph, Graph> optimizer, Tensor? input = null)
    {
        Graph optimized = optimizer(graph);
        input ??= OperatorHarness.Random(1, 2, 4, 6, 6);
        GraphSamples.AssertSame(GraphSamples.Reference(graph, input), GraphSamples.Run(optimized, input));
        return optimized;
    }
}
