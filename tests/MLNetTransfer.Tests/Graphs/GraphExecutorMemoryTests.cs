using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Tests.Operators;

namespace MLNetTransfer.Tests.Graphs;

/// <summary>What running takes of memory, and what else than single precision goes through.</summary>
public sealed class GraphExecutorMemoryTests
{
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
    public void Run_ExecutorsOnSeveralThreads_ShareAGraph()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("N"), GraphSamples.Of(4), GraphSamples.Of(6), GraphSamples.Of(6));
        string value = editor.Conv("c1", "x", 1, 4, 8);
        value = editor.Add("Relu", "r1", [value]);
        value = editor.Conv("c2", value, 2, 8, 8, 3, false, 8);
        value = editor.Add("GlobalAveragePool", "pool", [value]);
        value = editor.Add("Flatten", "flat", [value]);
        value = editor.Add("Gemm", "head", [value, editor.Random("w", 3, 8, 5)]);
        Graph graph = GraphOptimizer.OptimizeForInference(editor.ToGraph(value));
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
