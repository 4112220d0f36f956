using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Training.Distillation;

namespace MLNetTransfer.Tests.Training.Distillation;

public sealed class TaughtNetworkTests
{
    [Fact]
    public void Find_MobileNet_TakesTheEndsOfBlocksAndTheLastMaps()
    {
        // Table 2 of the paper at 128 pixels, from the third stage on: maps and side, and how many blocks end so.
        (int Channels, int Side, int Blocks)[] expected = [(32, 16, 3), (64, 8, 4), (96, 8, 3), (160, 4, 3), (320, 4, 1), (1280, 4, 1)];

        IReadOnlyList<HintPoint> points = HintPoints.Find(MobileNetV2Builder.Build(1, 1), 128);

        Assert.Equal(expected, points.GroupBy(point => (point.Channels, point.Side)).Select(group => (group.Key.Channels, group.Key.Side, group.Count())));
    }

    [Fact]
    public void Find_ResNet_TakesTheSumsOfTheBlocks()
    {
        IReadOnlyList<HintPoint> points = HintPoints.Find(ResNetBuilder.Build(18, 1), 64);

        Assert.Equal([(128, 8), (128, 8), (256, 4), (256, 4), (512, 2), (512, 2)], points.Select(point => (point.Channels, point.Side)));
    }

    [Fact]
    public void Match_OtherNumbersOfBlocks_PairsTheLastOfEachSize()
    {
        HintPoint[] student = [new("a", 8, 16, 1), new("b", 8, 16, 2), new("c", 8, 8, 3)];
        HintPoint[] teacher = [new("x", 8, 16, 1), new("y", 8, 16, 3), new("z", 8, 16, 5), new("w", 8, 4, 7)];

        Assert.Equal([("b", "z")], HintPoints.Match(student, teacher).Select(pair => (pair.Student.Value, pair.Teacher.Value)));
    }

    [Fact]
    public void Create_OtherWidths_ComparesMapsThroughLinearLayers()
    {
        Graph student = MobileNetV2Builder.Build(0.35f, 1);
        Graph teacher = MobileNetV2Builder.Build(0.5f, 2);

        TaughtNetwork taught = TaughtNetwork.Create(student, teacher, 64, hints: true, 3);

        Assert.Equal(1280, taught.FeatureLength);
        Assert.Equal((3 * 16 * 64) + (4 * 32 * 16) + (3 * 48 * 16) + (3 * 80 * 4) + (160 * 4) + (1280 * 4), taught.HintLengths.Sum());
        int expected = taught.FeatureLength + taught.HintLengths.Sum();
        Assert.Equal(new Shape(1, expected), ShapeOf(taught.Student));
        Assert.Equal(new Shape(1, expected), ShapeOf(taught.Teacher));
        Assert.Null(taught.Projection(taught.Student));
        Assert.Equal(student.ParameterCount, taught.ToFeatures(taught.Student).ParameterCount);
    }

    [Fact]
    public void Create_SameNetworkTwice_AgreesInEveryValue()
    {
        Graph network = MobileNetV2Builder.Build(0.35f, 1);
        TaughtNetwork taught = TaughtNetwork.Create(network, network, 64, hints: true, 3);
        float[] pixels = [.. Enumerable.Range(0, 64 * 64 * 3).Select(index => ((index * 37) % 255 / 127f) - 1)];

        Assert.Equal(Run(taught.Teacher, pixels), Run(taught.Student, pixels));
        Assert.Equal(Run(network, pixels), Run(taught.Student, pixels)[..1280]);
    }

    [Fact]
    public void Create_FeaturesOfOtherLength_HasAProjectionOfThem()
    {
        Graph student = ResNetBuilder.Build(18, 1);

        TaughtNetwork taught = TaughtNetwork.Create(student, MobileNetV2Builder.Build(0.35f, 2), 64, hints: false, 3);

        Assert.Empty(taught.HintLengths);
        Assert.Equal(new Shape(1, 1280), ShapeOf(taught.Student));
        Assert.Equal((512, 1280), (taught.Projection(taught.Student)!.InputLength, taught.Projection(taught.Student)!.OutputLength));
        Assert.Equal(new Shape(1, 512), ShapeOf(taught.ToFeatures(taught.Student)));
    }

    private static Shape ShapeOf(Graph graph) => ShapeInference.Infer(graph, NominalInput.Facts(graph, 64))[graph.Outputs[0]].Shape;

    private static float[] Run(Graph graph, float[] pixels)
    {
        PictureExecutor executor = new(graph, MLNetTransfer.Compute.Parallelism.WorkerPool.Sequential);
        return ((Tensor<float>)executor.Run(Tensor.From<float>(new Shape(1, 3, 64, 64), pixels))).Span.ToArray();
    }
}
