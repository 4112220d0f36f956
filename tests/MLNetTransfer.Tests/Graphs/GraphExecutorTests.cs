using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Onnx;
using MLNetTransfer.Tests.Operators;

namespace MLNetTransfer.Tests.Graphs;

public sealed class GraphExecutorTests
{
    private const int Side = 64;

    [Fact]
    public void Run_BatchOfEight_GivesTheBitsOfEachPictureAlone()
    {
        using WorkerPool pool = new(2);
        GraphExecutor executor = new(Network(), pool);
        Tensor<float> batch = OperatorHarness.Random(3, 8, 3, Side, Side);
        float[] together = Run(executor, batch);

        for (int picture = 0; picture < 8; picture++)
        {
            int length = batch.Shape.Count / 8;
            float[] alone = Run(executor, Tensor.From<float>(new Shape(1, 3, Side, Side), batch.Span.Slice(picture * length, length).ToArray()));
            Assert.Equal(together.AsSpan(picture * alone.Length, alone.Length).ToArray(), alone);
        }
    }

    [Fact]
    public void Run_OneOrTwoThreads_GiveTheSameBits()
    {
        using WorkerPool two = new(2);
        using WorkerPool one = new(1);
        Tensor<float> batch = OperatorHarness.Random(4, 3, 3, Side, Side);

        Assert.Equal(Run(new GraphExecutor(Network(), one), batch), Run(new GraphExecutor(Network(), two), batch));
    }

    [Fact]
    public void Run_MoreShapesThanPlansAreKept_GivesTheSameAsAFreshExecutor()
    {
        using WorkerPool pool = new(2);
        Graph graph = Network();
        GraphExecutor kept = new(graph, pool);
        for (int run = 0; run < 14; run++)
        {
            Tensor<float> pictures = OperatorHarness.Random(run, 1 + (run % 7), 3, 32, 32 + (run % 3 * 16));
            Assert.Equal(Run(new GraphExecutor(graph, pool), pictures), Run(kept, pictures));
        }
    }

    [Fact]
    public void Run_AgainWithOtherPictures_LeavesTheFirstOutputAlone()
    {
        GraphExecutor executor = new(Network(), WorkerPool.Sequential);
        Tensor<float> first = (Tensor<float>)executor.Run(OperatorHarness.Random(1, 1, 3, 32, 32));
        float[] before = first.Span.ToArray();

        executor.Run(OperatorHarness.Random(2, 1, 3, 32, 32));

        Assert.Equal(before, first.Span.ToArray());
        Assert.True(executor.ArenaBytes > 0);
    }

    [Fact]
    public void Run_NeedsMoreThanTheLimit_SaysHowMuchAndWhatToDo()
    {
        GraphExecutor executor = new(Network(), WorkerPool.Sequential, maximumArenaBytes: 1 << 20);

        OnnxException exception = Assert.Throws<OnnxException>(() => executor.Run(OperatorHarness.Random(1, 8, 3, 128, 128)));

        Assert.Contains("at most 1 MiB are taken. Use a smaller batch or smaller pictures.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_InputDoesNotFit_SaysWhatWasExpected()
    {
        GraphExecutor executor = new(Network(), WorkerPool.Sequential);

        Assert.Contains(
            "The input 'image' is Float32 [1, 4, 32, 32]; expected Float32 [batch, 3, height, width].",
            Assert.Throws<OnnxException>(() => executor.Run(OperatorHarness.Random(1, 1, 4, 32, 32))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "The input 'image' is missing; given are 'picture'.",
            Assert.Throws<OnnxException>(() => executor.Run(new Dictionary<string, Tensor> { ["picture"] = OperatorHarness.Random(1, 1) })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OutputsThatAreInputConstantAndRepeated_AreGiven()
    {
        GraphEditor editor = new(new Dictionary<string, int> { [""] = 13 });
        editor.Inputs.Add(new GraphInput("x", ElementType.Float32, null));
        editor.Add("one", Tensor.FromValues(1f));
        editor.Add("Relu", "rectified", ["x"]);
        editor.Outputs.AddRange(["x", "one", "rectified", "rectified"]);

        IReadOnlyDictionary<string, Tensor> found = new GraphExecutor(editor.ToGraph(), WorkerPool.Sequential)
            .Run(new Dictionary<string, Tensor> { ["x"] = Tensor.FromValues(-1f, 2f) });

        Assert.Equal([-1f, 2f], ((Tensor<float>)found["x"]).Span);
        Assert.Equal([1f], ((Tensor<float>)found["one"]).Span);
        Assert.Equal([0f, 2f], ((Tensor<float>)found["rectified"]).Span);
    }

    private static Graph Network() => GraphOptimizer.OptimizeForInference(MobileNetV2Builder.Build(0.35f, 11));

    private static float[] Run(GraphExecutor executor, Tensor<float> pictures) => ((Tensor<float>)executor.Run(pictures)).Span.ToArray();
}
