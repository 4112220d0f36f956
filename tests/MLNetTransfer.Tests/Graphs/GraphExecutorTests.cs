using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Tests.Operators;

namespace MLNetTransfer.Tests.Graphs;

public sealed class GraphExecutorTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_RandomGraph_GivesWhatTheDefinitionGives(int seed)
    {
        Graph graph = RandomGraph.Create(seed, 5 + (seed % 20));
        Tensor<float> input = OperatorHarness.Random(seed, 2, 4, 6, 6);
        IReadOnlyDictionary<string, Tensor> expected = GraphSamples.Reference(graph, input);

        GraphSamples.AssertSame(expected, GraphSamples.Run(graph, input));
        GraphSamples.AssertSame(expected, GraphSamples.Run(graph, GraphSamples.ToChannelsLast(input)));
        GraphSamples.AssertSame(expected, GraphSamples.Run(GraphOptimizer.Fold(graph), input));
        GraphSamples.AssertSame(expected, GraphSamples.Run(GraphOptimizer.OptimizeForInference(graph), input));
    }

    [Fact]
    public void Run_ChangingBatches_GivesEachItsOwnResult()
    {
        Graph graph = RandomGraph.Create(7, 15);
        GraphExecutor executor = new(graph, WorkerPool.Sequential);
        foreach (int batch in (int[])[4, 1, 4, 3, 8, 2, 5, 6, 7, 1, 4])
        {
            Tensor<float> input = OperatorHarness.Random(batch, batch, 4, 6, 6);
            GraphSamples.AssertSame(GraphSamples.Reference(graph, input), executor.Run(new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["x"] = input }));
        }
    }

    [Fact]
    public void Run_Twice_DoesNotTouchTheFirstOutputOrTheInput()
    {
        Graph graph = RandomGraph.Create(3, 15);
        GraphExecutor executor = new(graph, WorkerPool.Sequential);
        Tensor<float> input = OperatorHarness.Random(1, 1, 4, 6, 6);
        float[] before = input.Span.ToArray();
        Dictionary<string, Tensor> named = new(StringComparer.Ordinal) { ["x"] = input };
        IReadOnlyDictionary<string, Tensor> first = executor.Run(named);
        executor.Run(new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["x"] = OperatorHarness.Random(2, 1, 4, 6, 6) });

        GraphSamples.AssertSame(GraphSamples.Reference(graph, input), first);
        Assert.Equal(before, input.Span.ToArray());
    }

    [Fact]
    public void Run_OutputsThatAreInputOrConstant_AreCopies()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Of(2));
        editor.Add("c", Tensor.FromValues(5f, 6f));
        editor.Add("Relu", "y", ["x"]);
        Graph graph = editor.ToGraph("x", "c", "y");
        Tensor<float> input = Tensor.FromValues(-1f, 2f);

        IReadOnlyDictionary<string, Tensor> outputs = GraphSamples.Run(graph, input);
        ((Tensor<float>)outputs["c"]).Span.Clear();

        Assert.Equal([-1f, 2f], ((Tensor<float>)outputs["x"]).Span.ToArray());
        Assert.Equal([0f, 2f], ((Tensor<float>)outputs["y"]).Span.ToArray());
        Assert.NotSame(input, outputs["x"]);
        Assert.Equal([5f, 6f], ((Tensor<float>)graph.Constants["c"]).Span.ToArray());
    }

    [Fact]
    public void Run_ShapeArithmetic_IsDoneWhenPlanned()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("N"), GraphSamples.Of(3), GraphSamples.Of(4));
        editor.Add("Shape", "shape", ["x"]);
        editor.Add("zero", Tensor.FromValues(0L));
        editor.Add("rest", Tensor.FromValues(-1L));
        editor.Add("Gather", "batch", ["shape", "zero"]);
        editor.Add("Concat", "wanted", ["batch", "rest"], [new("axis", 0L)]);
        editor.Add("Reshape", "y", ["x", "wanted"]);
        Tensor<float> input = OperatorHarness.Random(1, 5, 3, 4);

        Tensor output = new GraphExecutor(editor.ToGraph("y"), WorkerPool.Sequential).Run(input);

        Assert.Equal(new Shape(5, 12), output.Shape);
        Assert.Equal(input.Span.ToArray(), ((Tensor<float>)output).Span.ToArray());
    }

    [Fact]
    public void Run_IntegersAndTexts_GoThrough()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("N"), GraphSamples.Of(3));
        editor.OperatorSets["ai.onnx.ml"] = 2;
        editor.Add("ArgMax", "best", ["x"], [new("axis", 1L), new("keepdims", 0L)]);
        editor.Add("LabelEncoder", "label", ["best"], [new("keys_int64s", new[] { 0L, 1L, 2L }), new("values_strings", new[] { "a", "b", "c" })], "ai.onnx.ml");
        Graph graph = editor.ToGraph("best", "label");

        IReadOnlyDictionary<string, Tensor> outputs = GraphSamples.Run(graph, OperatorHarness.Floats([2, 3], 1, 3, 2, 9, 0, 1));

        Assert.Equal([1L, 0L], ((Tensor<long>)outputs["best"]).Span.ToArray());
        Assert.Equal(["b", "a"], ((Tensor<string>)outputs["label"]).Span.ToArray());
    }

    [Fact]
    public void Run_ChainOfActivations_NeedsTheMemoryOfOneValue()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Of(1000));
        string value = editor.Add("Sigmoid", "first", ["x"]);
        for (int index = 0; index < 10; index++)
        {
            value = editor.Add("Tanh", $"tanh{index}", [value]);
        }

        GraphExecutor executor = new(editor.ToGraph(value), WorkerPool.Sequential);
        executor.Run(Tensor.Create<float>(new Shape(1000)));

        Assert.Equal(1008 * sizeof(float), executor.ArenaBytes);
    }

    [Fact]
    public void Run_Again_AllocatesOnlyOutputs()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("N"), GraphSamples.Of(4), GraphSamples.Of(16), GraphSamples.Of(16));
        string value = editor.Conv("c1", "x", 1, 4, 32, 3, true);
        value = editor.Add("Relu", "r1", [value]);
        value = editor.Conv("c2", value, 2, 32, 32, 3, false, 32);
        value = editor.BatchNormalization("bn", value, 3, 32);
        value = editor.Add("GlobalAveragePool", "pool", [value]);
        value = editor.Add("Flatten", "flat", [value]);
        GraphExecutor executor = new(GraphOptimizer.OptimizeForInference(editor.ToGraph(value)), WorkerPool.Sequential);
        Dictionary<string, Tensor> inputs = new(StringComparer.Ordinal) { ["x"] = OperatorHarness.Random(1, 2, 4, 16, 16) };
        for (int warm = 0; warm < 3; warm++)
        {
            executor.Run(inputs);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        executor.Run(inputs);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // 2 x 32 floats, a dictionary and what wraps them; one value between the nodes has 64 KB.
        Assert.InRange(allocated, 1, 2500);
    }

    [Fact]
    public void Run_BeyondTheMemoryLimit_SaysWhatToDo()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("N"), GraphSamples.Of(1024));
        editor.Add("Sigmoid", "y", ["x"]);
        GraphExecutor executor = new(editor.ToGraph("y"), WorkerPool.Sequential, 1 << 20);

        executor.Run(Tensor.Create<float>(new Shape(100, 1024)));
        OnnxException exception = Assert.Throws<OnnxException>(() => executor.Run(Tensor.Create<float>(new Shape(1000, 1024))));

        Assert.Contains("smaller batch", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_InputThatDoesNotFit_SaysWhatIsExpected()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("N"), GraphSamples.Of(3));
        editor.Add("Relu", "y", ["x"]);
        GraphExecutor executor = new(editor.ToGraph("y"), WorkerPool.Sequential);

        OnnxException shape = Assert.Throws<OnnxException>(() => executor.Run(Tensor.Create<float>(new Shape(1, 4))));
        OnnxException type = Assert.Throws<OnnxException>(() => executor.Run(Tensor.Create<long>(new Shape(1, 3))));
        OnnxException missing = Assert.Throws<OnnxException>(() => executor.Run(new Dictionary<string, Tensor>(StringComparer.Ordinal)));

        Assert.Contains("is Float32 [1, 4]; expected Float32 [N, 3]", shape.Message, StringComparison.Ordinal);
        Assert.Contains("is Int64", type.Message, StringComparison.Ordinal);
        Assert.Contains("'x' is missing", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OperatorThatRefusesItsInput_NamesTheNode()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("N"), GraphSamples.Free("C"));
        editor.Random("w", 1, 3, 5);
        editor.Add("MatMul", "product", ["x", "w"]);
        GraphExecutor executor = new(editor.ToGraph("product"), WorkerPool.Sequential);

        OnnxException exception = Assert.Throws<OnnxException>(() => executor.Run(Tensor.Create<float>(new Shape(1, 4))));

        Assert.StartsWith("MatMul 'product':", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ExecutorsOnSeveralThreads_ShareAGraph()
    {
        Graph graph = GraphOptimizer.OptimizeForInference(RandomGraph.Create(11, 20));
        Tensor<float>[] inputs = [.. Enumerable.Range(0, 8).Select(seed => OperatorHarness.Random(seed, 1 + (seed % 3), 4, 6, 6))];
        IReadOnlyDictionary<string, Tensor>[] expected = [.. inputs.Select(input => GraphSamples.Run(graph, input))];
        IReadOnlyDictionary<string, Tensor>[] found = new IReadOnlyDictionary<string, Tensor>[inputs.Length];

        Parallel.For(0, inputs.Length, index =>
        {
            GraphExecutor executor = new(graph, WorkerPool.Sequential);
            for (int round = 0; round < 10; round++)
            {
                found[index] = executor.Run(new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["x"] = inputs[index] });
            }
        });

        for (int index = 0; index < inputs.Length; index++)
        {
            GraphSamples.AssertSame(expected[index], found[index]);
        }
    }
}
