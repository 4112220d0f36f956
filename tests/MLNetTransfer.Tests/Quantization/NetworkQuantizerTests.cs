using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Progress;
using MLNetTransfer.Quantization;
using MLNetTransfer.Tests.Graphs;
using MLNetTransfer.Tests.Operators;

namespace MLNetTransfer.Tests.Quantization;

public sealed class NetworkQuantizerTests
{
    [Theory]
    [InlineData(0, 5, 0)]
    [InlineData(-5, 0, 255)]
    [InlineData(-1, 3, 64)]
    [InlineData(0, 0, 0)]
    public void ValueRange_Zero_IsAStepExactly(float minimum, float maximum, byte zero)
    {
        ValueRange range = new(minimum, maximum);

        Assert.Equal(zero, range.ZeroPoint);
        Assert.InRange(range.Scale * (byte.MaxValue - zero), maximum - range.Scale, float.MaxValue);
    }

    [Fact]
    public void FindValues_Network_AreWhatProductsAdditionsAndPoolingRead() =>
        Assert.Equal(["x", "relu", "conv2", "add", "flat"], NetworkQuantizer.FindValues(Network().ToOnnx("network")));

    [Theory]
    [InlineData(false, ElementType.UInt8)]
    [InlineData(true, ElementType.Int8)]
    public void Apply_Network_ComputesWithinTheSteps(bool signed, ElementType weights)
    {
        Graph graph = Network();
        OnnxModel model = graph.ToOnnx("network");
        Tensor<float> input = (Tensor<float>)OperatorHarness.Random(3, 2, 4, 6, 6);
        string[] values = [.. NetworkQuantizer.FindValues(model)];
        IReadOnlyDictionary<string, Tensor> exact = new GraphExecutor(graph.WithOutputs([.. values.Skip(1), "gemm"]), WorkerPool.Sequential).Run(Input(input));
        Dictionary<string, ValueRange> ranges = values.ToDictionary(value => value, value => RangeOf(value == "x" ? input : (Tensor<float>)exact[value]));

        OnnxModel quantized = NetworkQuantizer.Apply(model, ranges, signed);

        // What is written is what is read, with the integers in it.
        OnnxModel read = OnnxReader.Read(OnnxWriter.Write(quantized));
        Assert.Equal(
            [weights, weights, weights],
            read.Graph.Nodes.Where(node => node.OperatorType is "Conv" or "Gemm").Select(node => TypeOf(read, node.Inputs[1])));
        Assert.Equal(ElementType.Int32, TypeOf(read, read.Graph.Nodes.Single(node => node.OperatorType == "Gemm").Inputs[2]));
        float[] expected = ((Tensor<float>)exact["gemm"]).Span.ToArray();
        float largest = expected.Max(Math.Abs);
        foreach (Graph each in (Graph[])[Graph.From(read), GraphOptimizer.OptimizeForInference(Graph.From(read))])
        {
            float[] actual = ((Tensor<float>)new GraphExecutor(each, WorkerPool.Sequential).Run(Input(input))["gemm"]).Span.ToArray();
            Assert.NotEqual(expected, actual);
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.03 * largest));
        }
    }

    [Fact]
    public void Apply_OptimizedGraph_HasNoIntegersBetween()
    {
        OnnxModel model = Network().ToOnnx("network");
        OnnxModel quantized = NetworkQuantizer.Apply(model, NetworkQuantizer.FindValues(model).ToDictionary(value => value, _ => new ValueRange(-1, 1)));

        Graph optimized = GraphOptimizer.OptimizeForInference(Graph.From(quantized));

        Assert.DoesNotContain(optimized.Nodes, node => node.Operator.Node.OperatorType is "QuantizeLinear" or "DequantizeLinear");
        Assert.Equal(5, optimized.Nodes.Count(node => node.Operator.Node.OperatorType == "RoundToSteps"));
    }

    // A channel without weights gives its bias, whatever 32 bits hold in steps of the others.
    [Fact]
    public void Apply_ChannelWithNextToNoWeights_KeepsItsBias()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("N"), GraphSamples.Of(2));
        editor.Add("w", Tensor.From<float>(new Shape(2, 2), new[] { 1f, 1e-22f, -0.5f, -1e-22f }));
        editor.Add("b", Tensor.From<float>(new Shape(2), new[] { 0.25f, 5f }));
        editor.Add("Gemm", "gemm", ["x", "w", "b"]);
        OnnxModel model = editor.ToGraph("gemm").ToOnnx("network");

        Graph quantized = Graph.From(NetworkQuantizer.Apply(model, new Dictionary<string, ValueRange> { ["x"] = new(0, 2.55f) }));

        Tensor<float> input = Tensor.From<float>(new Shape(1, 2), new[] { 1f, 2f });
        float[] actual = ((Tensor<float>)new GraphExecutor(quantized, WorkerPool.Sequential).Run(Input(input))["gemm"]).Span.ToArray();
        Assert.Equal(0.25, actual[0], 0.02);
        Assert.Equal(5, actual[1], 0.02);
    }

    [Fact]
    public void Measure_AnyThreads_GivesTheSameRanges()
    {
        using ColouredPictures pictures = new();
        OnnxModel model = OnnxReader.Read(pictures.Backbone);
        string[] paths = [.. Directory.GetFiles(pictures.Folder, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal), "absent.png"];
        IReadOnlyList<string> values = NetworkQuantizer.FindValues(model);
        Preprocessing preprocessing = Preprocessing.Raw with { ResizeSize = 32, CropSize = 32 };

        (IReadOnlyDictionary<string, ValueRange> one, int read) = Calibration.Measure(model, preprocessing, values, paths, 1, NullProgressReporter.Instance, CancellationToken.None);
        (IReadOnlyDictionary<string, ValueRange> three, _) = Calibration.Measure(model, preprocessing, values, paths, 3, NullProgressReporter.Instance, CancellationToken.None);

        Assert.Equal(ColouredPictures.Count, read);
        Assert.Equal(one, three);
        Assert.Equal(values.Count, one.Count);
        Assert.All(one.Values, range => Assert.True(range.Minimum <= 0 && range.Maximum >= 0));
        Assert.Contains(one.Values, range => range.Maximum > 100);
    }

    // x -> conv -> relu -> conv2 -> (+ relu) -> pool -> flatten -> gemm
    private static Graph Network()
    {
        GraphEditor editor = GraphSamples.Editor(GraphSamples.Free("N"), GraphSamples.Of(4), GraphSamples.Of(6), GraphSamples.Of(6));
        editor.Conv("conv", "x", 1, 4, 4, 3, hasBias: true);
        editor.Add("Relu", "relu", ["conv"]);
        editor.Conv("conv2", "relu", 2, 4, 4);
        editor.Add("Add", "add", ["conv2", "relu"]);
        editor.Add("GlobalAveragePool", "pool", ["add"]);
        editor.Add("Flatten", "flat", ["pool"]);
        editor.Random("w", 3, 4, 3);
        editor.Random("b", 4, 3);
        editor.Add("Gemm", "gemm", ["flat", "w", "b"]);
        return editor.ToGraph("gemm");
    }

    private static Dictionary<string, Tensor> Input(Tensor input) => new(StringComparer.Ordinal) { ["x"] = input };

    private static ValueRange RangeOf(Tensor<float> value) => new(Math.Min(0, value.Span.ToArray().Min()), Math.Max(0, value.Span.ToArray().Max()));

    private static ElementType TypeOf(OnnxModel model, string dequantized) =>
        model.Graph.Initializers[model.Graph.Nodes.Single(node => node.Outputs.Contains(dequantized)).Inputs[0]].ElementType;
}
