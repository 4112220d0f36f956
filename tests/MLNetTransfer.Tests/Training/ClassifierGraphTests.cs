using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Training;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Tests.Training;

public sealed class ClassifierGraphTests
{
    private const int Side = 4;
    private static readonly string[] Classes = ["cat", "dog"];

    // Mean and deviation are given for red, green and blue; the order is what the network reads.
    private static readonly Preprocessing PlainPreprocessing = new() { ResizeSize = Side, CropSize = Side, Mean = new(10, 20, 30), Deviation = new(2, 4, 5) };

    // Two classes from the three channel means that the backbone gives.
    private static readonly TrainedHead Head = new([new DenseLayer(3, 2, [0.1f, -0.2f, 0.3f, 0.05f, -0.15f, 0.2f], [0.5f, -0.25f])]);

    [Theory]
    [InlineData("data", false, ChannelOrder.Rgb)]
    [InlineData("data", false, ChannelOrder.Bgr)]
    [InlineData("image", false, ChannelOrder.Rgb)]
    [InlineData("image", false, ChannelOrder.Bgr)]
    [InlineData("data", true, ChannelOrder.Rgb)]
    [InlineData("image", true, ChannelOrder.Bgr)]
    public void Build_SmallBackbone_GivesTheSoftmaxOfTheHead(string input, bool channelsLast, ChannelOrder order)
    {
        Graph classifier = ClassifierGraph.Build(Backbone(input, channelsLast), Head, PlainPreprocessing with { Order = order }, Classes);

        Assert.Equal("image", Assert.Single(classifier.Inputs).Name);
        Assert.Equal(["probabilities", "label"], classifier.Outputs);
        AssertScores(classifier, order);
        AssertScores(Graph.From(OnnxReader.Read(OnnxWriter.Write(ClassifierGraph.ToModel(classifier, 2, new Dictionary<string, string>())))), order);
        AssertScores(GraphOptimizer.OptimizeForInference(classifier), order);
    }

    [Fact]
    public void Build_ValueInTheMiddleIsCalledImage_KeepsBothApart()
    {
        GraphEditor editor = Begin("data", channelsLast: false);
        editor.Add("Identity", "image", ["data"]);
        Finish(editor, "image");

        AssertScores(ClassifierGraph.Build(editor.ToGraph(), Head, PlainPreprocessing, Classes), ChannelOrder.Rgb);
    }

    [Fact]
    public void Build_BackboneHasTheNamesOfTheHead_KeepsThemApart()
    {
        GraphEditor editor = Begin("data", channelsLast: false);
        editor.Add("head_weights", Tensor.FromValues(0f));
        editor.Add("image_mean", Tensor.FromValues(0f));
        string value = editor.Add("Add", "head", [editor.Add("Add", "label_index", ["data", "head_weights"]), "image_mean"]);
        Finish(editor, value);

        AssertScores(ClassifierGraph.Build(editor.ToGraph(), Head, PlainPreprocessing, Classes), ChannelOrder.Rgb);
    }

    [Theory]
    [InlineData("image")]
    [InlineData("probabilities")]
    [InlineData("label")]
    public void Build_ValueOfTheBackboneHasAReservedName_GetsAnother(string name)
    {
        GraphEditor editor = Begin("data", false);
        Finish(editor, editor.Add("Identity", name, ["data"]));

        AssertScores(ClassifierGraph.Build(editor.ToGraph(), Head, PlainPreprocessing, Classes), ChannelOrder.Rgb);
    }

    [Fact]
    public void Build_OutputOfTheBackboneHasAReservedName_GetsAnother()
    {
        GraphEditor editor = Begin("data", false);
        editor.Outputs.Add(editor.Add("Flatten", "probabilities", [editor.Add("GlobalAveragePool", "pooled", ["data"])]));

        AssertScores(ClassifierGraph.Build(editor.ToGraph(), Head, PlainPreprocessing, Classes), ChannelOrder.Rgb);
    }

    [Fact]
    public void Build_HiddenLayer_IsRectified()
    {
        TrainedHead head = new(
        [
            new DenseLayer(3, 2, [1, -1, 0, 0, 0, 0], [0, 0], DenseActivation.Relu),
            new DenseLayer(2, 2, [1, 0, 0, 1], [0, 0]),
        ]);

        AssertProbabilities(ClassifierGraph.Build(Backbone("data", false), head, PlainPreprocessing, Classes), _ => (Math.Max(0, MeanOf(0)), Math.Max(0, -MeanOf(0))));

        static double MeanOf(int channel) => (Enumerable.Range(0, Side * Side).Average(pixel => Pixel(channel, pixel)) - 10) / 2;
    }

    private static float Pixel(int channel, int pixel) => (channel * 7) + (pixel % 5);

    private static void AssertScores(Graph classifier, ChannelOrder order)
    {
        double[] mean = [10, 20, 30];
        double[] deviation = [2, 4, 5];
        double[] rgb = [.. Enumerable.Range(0, 3).Select(channel => (Enumerable.Range(0, Side * Side).Average(pixel => Pixel(channel, pixel)) - mean[channel]) / deviation[channel])];
        double[] features = order == ChannelOrder.Rgb ? rgb : [rgb[2], rgb[1], rgb[0]];
        float[] weights = Head.Layers[0].Weights;
        AssertProbabilities(classifier, _ => (
            0.5 + Enumerable.Range(0, 3).Sum(index => features[index] * weights[index * 2]),
            -0.25 + Enumerable.Range(0, 3).Sum(index => features[index] * weights[(index * 2) + 1])));
    }

    private static void AssertProbabilities(Graph classifier, Func<int, (double First, double Second)> scores)
    {
        Tensor<float> picture = Tensor.Create<float>(new Shape(1, 3, Side, Side));
        for (int index = 0; index < picture.Shape.Count; index++)
        {
            picture.Span[index] = Pixel(index / (Side * Side), index % (Side * Side));
        }

        IReadOnlyDictionary<string, Tensor> found = new GraphExecutor(classifier, WorkerPool.Sequential).Run(new Dictionary<string, Tensor> { ["image"] = picture });
        (double first, double second) = scores(0);
        double expected = 1 / (1 + Math.Exp(second - first));
        Span<float> probabilities = ((Tensor<float>)found["probabilities"]).Span;

        Assert.Equal(expected, probabilities[0], 1e-5);
        Assert.Equal(1 - expected, probabilities[1], 1e-5);
        Assert.Equal([expected >= 0.5 ? "cat" : "dog"], ((Tensor<string>)found["label"]).Span);
    }

    private static Graph Backbone(string input, bool channelsLast)
    {
        GraphEditor editor = Begin(input, channelsLast);
        Finish(editor, channelsLast ? editor.Add("Transpose", "channels_first", [input], [new("perm", new[] { 0L, 3, 1, 2 })]) : input);
        return editor.ToGraph();
    }

    private static GraphEditor Begin(string input, bool channelsLast)
    {
        GraphEditor editor = new(new Dictionary<string, int> { [""] = 13 });
        OnnxDimension free = new(null, null);
        editor.Inputs.Add(new GraphInput(input, ElementType.Float32, channelsLast ? [free, free, free, new(3, null)] : [free, new(3, null), free, free]));
        return editor;
    }

    private static void Finish(GraphEditor editor, string value) =>
        editor.Outputs.Add(editor.Add("Flatten", "flat", [editor.Add("GlobalAveragePool", "pooled", [value])]));
}
