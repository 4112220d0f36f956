using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Onnx;
using MLNetTransfer.Tests.Operators;

namespace MLNetTransfer.Tests.Graphs;

public sealed class PictureExecutorTests
{
    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(2, 2, 2)]
    [InlineData(7, 2, 2)]
    [InlineData(7, 1, 3)]
    [InlineData(5, 3, 8)]
    public void Run_AnyBatchThreadsAndPart_GivesTheBitsOfTheBatchAsOne(int pictures, int threads, int picturesAtOnce)
    {
        using WorkerPool pool = new(threads);
        Graph graph = Network();
        Tensor<float> batch = OperatorHarness.Random(3, pictures, 3, 32, 32);

        Tensor found = new PictureExecutor(graph, pool, picturesAtOnce).Run(batch);

        Tensor expected = new GraphExecutor(graph, pool).Run(batch);
        Assert.Equal(expected.Shape, found.Shape);
        Assert.Equal(((Tensor<float>)expected).Span.ToArray(), ((Tensor<float>)found).Span.ToArray());
    }

    [Fact]
    public void Run_ChannelsLastAndOtherSizes_GivesTheSame()
    {
        using WorkerPool pool = new(2);
        Graph graph = Network();
        PictureExecutor executor = new(graph, pool, 2);
        foreach (int side in new[] { 32, 64, 32 })
        {
            Tensor<float> batch = OperatorHarness.Random(side, 5, 3, side, side);

            Tensor found = executor.Run(GraphSamples.ToChannelsLast(batch));

            Assert.Equal(((Tensor<float>)new GraphExecutor(graph, pool).Run(batch)).Span.ToArray(), ((Tensor<float>)found).Span.ToArray());
        }
    }

    [Fact]
    public void Run_OutputWithoutPictures_RunsTheBatchAsOne()
    {
        using WorkerPool pool = new(2);
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("batch"), GraphSamples.Of(3));
        editor.Add("ReduceMean", "mean", ["x"], [new("axes", new[] { 0L })]);
        editor.Add("Relu", "rectified", ["x"]);
        Graph graph = editor.ToGraph("mean", "rectified");
        Tensor<float> batch = OperatorHarness.Random(3, 4, 3);
        Dictionary<string, Tensor> inputs = new(StringComparer.Ordinal) { ["x"] = batch };

        IReadOnlyDictionary<string, Tensor> found = new PictureExecutor(graph, pool, 1).Run(inputs);

        IReadOnlyDictionary<string, Tensor> expected = new GraphExecutor(graph, pool).Run(inputs);
        Assert.Equal(new Shape(1, 3), found["mean"].Shape);
        Assert.Equal(((Tensor<float>)expected["mean"]).Span.ToArray(), ((Tensor<float>)found["mean"]).Span.ToArray());
        Assert.Equal(new Shape(4, 3), found["rectified"].Shape);
    }

    [Fact]
    public void Run_BatchIsFixed_RunsItAsOne()
    {
        using WorkerPool pool = new(2);
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Of(4), GraphSamples.Of(3));
        editor.Add("Relu", "rectified", ["x"]);
        Tensor<float> batch = OperatorHarness.Random(3, 4, 3);

        Tensor found = new PictureExecutor(editor.ToGraph("rectified"), pool, 1).Run(batch);

        Assert.Equal(batch.Shape, found.Shape);
    }

    [Fact]
    public void Run_InputDoesNotFit_SaysWhatWasExpected()
    {
        using WorkerPool pool = new(2);
        PictureExecutor executor = new(Network(), pool);

        Assert.Contains(
            "The input 'image' is Float32 [4, 4, 32, 32]; expected Float32 [batch, 3, height, width].",
            Assert.Throws<OnnxException>(() => executor.Run(OperatorHarness.Random(1, 4, 4, 32, 32))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "The input 'image' is missing; given are 'picture'.",
            Assert.Throws<OnnxException>(() => executor.Run(new Dictionary<string, Tensor> { ["picture"] = OperatorHarness.Random(1, 1) })).Message,
            StringComparison.Ordinal);
    }

    private static Graph Network() => GraphOptimizer.OptimizeForInference(MobileNetV2Builder.Build(0.35f, 11));
}
