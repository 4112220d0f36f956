using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Onnx;
using MLNetTransfer.Training.Distillation;

namespace MLNetTransfer.Tests.Training.Distillation;

public sealed class TeacherTests
{
    private const int Side = 32;

    public static TheoryData<string> Modes => new(PreprocessingOptions.Modes);

    [Theory]
    [MemberData(nameof(Modes))]
    public void Answer_PicturesOfAnotherNormalisation_IsThatToItsOwn(string mode)
    {
        Graph graph = MobileNetV2Builder.Build(0.1f, 5);
        Preprocessing own = Of(mode);
        Preprocessing given = Of("torch");

        Tensor<float> expected = new Teacher(graph, own, own, WorkerPool.Sequential).Answer(Pictures(own));
        Tensor<float> actual = new Teacher(graph, own, given, WorkerPool.Sequential).Answer(Pictures(given));

        Assert.Equal(1280, new Teacher(graph, own, given, WorkerPool.Sequential).Length);
        Assert.Equal(expected.Shape, actual.Shape);
        for (int index = 0; index < expected.Span.Length; index++)
        {
            Assert.Equal(expected.Span[index], actual.Span[index], 1e-3);
        }
    }

    [Fact]
    public void New_NetworkThatStatesASizeItDoesNotNeed_TakesAnother()
    {
        OnnxModel model = MobileNetV2Builder.Build(0.1f, 5).ToOnnx("small");
        OnnxValueInfo picture = model.Graph.Inputs[0] with { Dimensions = [new(null, "N"), new(3, null), new(224, null), new(224, null)] };
        Graph graph = Graph.From(model with { Graph = model.Graph with { Inputs = [picture] } });

        Assert.Equal(new Shape(2, 1280), new Teacher(graph, Of("tf"), Of("tf"), WorkerPool.Sequential).Answer(Pictures(Of("tf"))).Shape);
    }

    private static Preprocessing Of(string mode) => new PreprocessingOptions { Mode = mode, Size = Side, Crop = Side }.ApplyTo(Preprocessing.Torch);

    private static Tensor<float> Pictures(Preprocessing preprocessing)
    {
        byte[] pixels = new byte[2 * Side * Side * 3];
        new Random(1).NextBytes(pixels);
        Tensor<float> tensor = Tensor.Create<float>(new Shape(2, 3, Side, Side), MemoryFormat.ChannelsLast);
        new PixelNormalizer(preprocessing).Normalize(pixels, tensor.Span);
        return tensor;
    }
}
