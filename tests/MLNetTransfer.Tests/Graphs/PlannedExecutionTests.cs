using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Optimization;
using MLNetTransfer.Tests.Operators;

namespace MLNetTransfer.Tests.Graphs;

/// <summary>Several hundred small graphs: planned, optimised, in both memory formats, and each time against the same graph run node by node.</summary>
public sealed class PlannedExecutionTests
{
    private const int Chunk = 50;

    // Values are bounded by 100 and each is a sum of at most a few hundred products; another order of summation moves it by a few units in the last place.
    private const double Relative = 1e-5;
    private const double Absolute = 1e-5;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Run_RandomGraphs_GiveWhatEveryNodeAloneGives(int chunk)
    {
        using WorkerPool pool = new(2);
        for (int seed = chunk * Chunk; seed < (chunk + 1) * Chunk; seed++)
        {
            (Graph graph, Tensor<float> input) = RandomGraph.Make(seed);
            IReadOnlyDictionary<string, Tensor> expected = UnplannedExecution.Run(graph, Given(input));
            GraphExecutor executor = new(graph, pool);
            AssertSame($"seed {seed}", expected, executor.Run(Given(input)));
            AssertSame($"seed {seed}, second run", expected, executor.Run(Given(input)));
            AssertSame($"seed {seed}, channels last", expected, executor.Run(Given(ChannelsLast(input))));
            AssertSame($"seed {seed}, one thread", expected, new GraphExecutor(graph, WorkerPool.Sequential).Run(Given(input)));
        }
    }

    [Fact]
    public void OptimizeForInference_RandomGraphs_GiveWhatTheyGaveBefore()
    {
        using WorkerPool pool = new(2);
        for (int seed = 1000; seed < 1200; seed++)
        {
            (Graph graph, Tensor<float> input) = RandomGraph.Make(seed);
            IReadOnlyDictionary<string, Tensor> expected = UnplannedExecution.Run(graph, Given(input));
            AssertSame($"seed {seed}, folded", expected, new GraphExecutor(GraphOptimizer.Fold(graph), pool).Run(Given(input)));
            AssertSame($"seed {seed}, fused", expected, new GraphExecutor(GraphOptimizer.OptimizeForInference(graph), pool).Run(Given(input)));
        }
    }

    [Theory]
    [InlineData("constants")]
    [InlineData("no operations")]
    [InlineData("normalisation")]
    [InlineData("activations")]
    [InlineData("residuals")]
    public void Apply_OnePassAlone_ChangesNoResult(string pass)
    {
        using WorkerPool pool = new(2);
        int changed = 0;
        for (int seed = 2000; seed < 2100; seed++)
        {
            (Graph graph, Tensor<float> input) = RandomGraph.Make(seed);
            GraphEditor editor = new(WithNormalisation(graph, input));
            Graph before = editor.ToGraph();
            Apply(pass, editor);
            Graph after = editor.ToGraph();
            changed += after.Nodes.Count < before.Nodes.Count ? 1 : 0;
            AssertSame($"seed {seed}, {pass}", UnplannedExecution.Run(before, Given(input)), new GraphExecutor(after, pool).Run(Given(input)));
        }

        Assert.True(changed > 0, $"The pass '{pass}' found nothing to do in any graph.");
    }

    private static void Apply(string pass, GraphEditor editor)
    {
        switch (pass)
        {
            case "constants":
                ConstantFolding.Apply(editor);
                break;
            case "no operations":
                NoOperationRemoval.Apply(editor);
                break;
            case "normalisation":
                AffineFolding.Apply(editor);
                break;
            case "activations":
                ActivationFusion.Apply(editor);
                break;
            default:
                ResidualFusion.Apply(editor);
                break;
        }
    }

    // A residual block with normalisation, and a sum of constants, in front of the random graph: every pass has work.
    private static Graph WithNormalisation(Graph graph, Tensor<float> input)
    {
        int channels = input.Shape[1];
        GraphEditor editor = new(graph);
        editor.Inputs[0] = new GraphInput("picture", ElementType.Float32, null);
        editor.Add("block_weights", OperatorHarness.Random(1, channels, channels, 1, 1));
        string[] statistics = [.. Enumerable.Range(2, 4).Select(seed => editor.Add($"block_{seed}", Positive(seed, channels)))];
        string normalised = editor.Add("BatchNormalization", "block_norm", [editor.Add("Conv", "block_conv", ["picture", "block_weights"]), .. statistics]);
        string offset = editor.Add("Add", "block_offset", [statistics[0], statistics[1]]);
        string shape = editor.Add("block_shape", Tensor.FromValues(1L, channels, 1, 1));
        string moved = editor.Add("Add", "block_moved", ["picture", editor.Add("Reshape", "block_reshaped", [offset, shape])]);
        string branch = editor.Add("Conv", "block_branch", [editor.Add("Relu", "block_relu", [editor.Add("Conv", "block_middle", [normalised, "block_weights"])]), "block_weights"]);
        string sum = editor.Add("Add", "block_sum", [branch, editor.Add("Identity", "block_shortcut", [moved])]);
        editor.Redirect("x", sum);
        return editor.ToGraph();
    }

    private static Tensor<float> Positive(int seed, int length)
    {
        Tensor<float> tensor = OperatorHarness.Random(seed, length);
        foreach (ref float value in tensor.Span)
        {
            value = Math.Abs(value) + 0.5f;
        }

        return tensor;
    }

    private static Dictionary<string, Tensor> Given(Tensor input) => new(StringComparer.Ordinal) { ["x"] = input, ["picture"] = input };

    private static Tensor<float> ChannelsLast(Tensor<float> tensor)
    {
        Shape shape = tensor.Shape;
        Tensor<float> moved = Tensor.Create<float>(shape, MemoryFormat.ChannelsLast);
        int area = shape[2] * shape[3];
        for (int index = 0; index < shape.Count; index++)
        {
            int pixel = index % area;
            int channel = index / area % shape[1];
            moved.Span[(((index / area / shape[1] * area) + pixel) * shape[1]) + channel] = tensor.Span[index];
        }

        return moved;
    }

    private static void AssertSame(string what, IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> found)
    {
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        foreach ((string name, Tensor tensor) in expected)
        {
            Assert.Equal(tensor.Shape, found[name].Shape);
            Span<float> left = ((Tensor<float>)tensor).Span;
            Span<float> right = ((Tensor<float>)found[name]).Span;
            for (int index = 0; index < left.Length; index++)
            {
                double allowed = Absolute + (Relative * Math.Abs(left[index]));
                Assert.True(Math.Abs(left[index] - right[index]) <= allowed, $"{what}: '{name}'[{index}] is {right[index]}, expected {left[index]}.");
            }
        }
    }
}
