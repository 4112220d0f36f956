using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Onnx;
using MLNetTransfer.Tests.Operators;

namespace MLNetTransfer.Tests.Graphs.Architectures;

/// <summary>What holds for the networks of both builders.</summary>
public sealed class NetworkBuilderTests
{
    private const int Side = 96;
    private const int Pictures = 3;

    public static TheoryData<string, int> Networks() => new()
    {
        { "mobilenet 0.35", 1280 }, { "mobilenet 1", 1280 }, { "mobilenet 1.4", 1792 }, { "resnet 18", 512 }, { "resnet 34", 512 }, { "resnet 50", 2048 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Build_FreshWeights_KeepActivationsAlive(string network, int features)
    {
        using WorkerPool pool = new(2);
        Tensor<float> pictures = OperatorHarness.Random(7, Pictures, 3, Side, Side);

        Tensor<float> found = (Tensor<float>)new GraphExecutor(GraphOptimizer.OptimizeForInference(Build(network, 1)), pool).Run(pictures);

        Assert.Equal(new Shape(Pictures, features), found.Shape);
        double[][] rows = [.. Enumerable.Range(0, Pictures).Select(row => found.Span.Slice(row * features, features).ToArray().Select(value => (double)value).ToArray())];
        Assert.All(rows, row => Assert.InRange(Deviation(row), 0.02, 5));
        double[] acrossPictures = [.. Enumerable.Range(0, features).Select(feature => Deviation([.. rows.Select(row => row[feature])]))];
        Assert.True(acrossPictures.Average() > 1e-4, $"The features differ by {acrossPictures.Average()} between pictures.");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Build_SameSeed_GivesSameBytes(string network, int features)
    {
        byte[] first = OnnxWriter.Write(Build(network, 5).ToOnnx(network));

        Assert.True(features > 0);
        Assert.Equal(first, OnnxWriter.Write(Build(network, 5).ToOnnx(network)));
        Assert.NotEqual(first, OnnxWriter.Write(Build(network, 6).ToOnnx(network)));
    }

    // Trainable parameters of torchvision's models, and the running statistics (two numbers a normalised channel) on top.
    [Theory]
    [InlineData("mobilenet 1", 3_504_872, 17_056)]
    [InlineData("resnet 18", 11_689_512, 4_800)]
    [InlineData("resnet 34", 21_797_672, 8_512)]
    [InlineData("resnet 50", 25_557_032, 26_560)]
    public void Build_ThousandClasses_HasTheParametersOfTheOriginal(string network, int trainable, int normalised)
    {
        Graph graph = Build(network, 1, 1000);
        long bounds = graph.Constants.Keys.Count(name => name.StartsWith("relu6", StringComparison.Ordinal));

        Assert.Equal(trainable + (2L * normalised), graph.ParameterCount - bounds);
        Assert.Equal(["logits"], graph.Outputs);
    }

    [Fact]
    public void Widen_Channels_AreThoseOfTheAuthorsCode()
    {
        int[] channels = [32, 16, 24, 64, 96, 160, 320];

        Assert.Equal([16, 8, 8, 24, 32, 56, 112], channels.Select(each => MobileNetV2Builder.Widen(each, 0.35f)));
        Assert.Equal([48, 24, 32, 88, 136, 224, 448], channels.Select(each => MobileNetV2Builder.Widen(each, 1.4f)));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(11f)]
    public void Build_WidthOutOfRange_IsRefused(float width) => Assert.Throws<ArgumentOutOfRangeException>(nameof(width), () => MobileNetV2Builder.Build(width, 1));

    [Fact]
    public void Build_ArgumentsOutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("depth", () => ResNetBuilder.Build(20, 1));
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => ResNetBuilder.Build(18, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => MobileNetV2Builder.Build(1, 1, 0));
    }

    internal static Graph Build(string network, ulong seed, int? classes = null)
    {
        string[] parts = network.Split(' ');
        float number = float.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
        return parts[0] == "mobilenet" ? MobileNetV2Builder.Build(number, seed, classes) : ResNetBuilder.Build((int)number, seed, classes);
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
