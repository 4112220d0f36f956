using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Explanation;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;
using MLNetTransfer.Quantization;
using MLNetTransfer.Tests.Packaging;

namespace MLNetTransfer.Tests.Explanation;

public sealed class GradCamTests
{
    private const int Side = ExplainedNetworks.Side;

    // Where the classifier is linear on the mean of each channel, Grad-CAM is the class activation map of B. Zhou and others (2016): the channels weighted by the classifier's weights.
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Explain_LinearClassifierOnPooledFeatures_IsTheClassActivationMap(int classIndex)
    {
        Graph graph = ExplainedNetworks.WithSoftmax();
        Tensor input = ExplainedNetworks.Noise(1);
        GradCam method = new(graph, null, Side, WorkerPool.Sequential);

        method.Run(input);
        HeatMap heat = method.Explain(input, classIndex);

        // The same from the graph as it is written, without the engine's division: the value that is pooled, and the matrix behind it.
        GraphNode pool = graph.Nodes.Single(node => node.Operator.Node.OperatorType == "GlobalAveragePool");
        GraphNode classifier = graph.Nodes.Single(node => node.Operator.Node.OperatorType == "Gemm");
        Tensor<float> channels = (Tensor<float>)new GraphExecutor(graph.WithOutputs(pool.Inputs[0]), WorkerPool.Sequential).Run(input);
        Tensor<float> weights = (Tensor<float>)graph.Constants[classifier.Inputs[1]];
        bool transposed = classifier.Operator.Node.Attributes.Integer("transB", 0) == 1;
        int count = channels.Shape[1];
        int places = channels.Shape[2] * channels.Shape[3];
        double[] expected = new double[places];
        for (int place = 0; place < places; place++)
        {
            for (int channel = 0; channel < count; channel++)
            {
                double weight = weights.Span[transposed ? (classIndex * count) + channel : (channel * ExplainedNetworks.Classes) + classIndex];
                expected[place] += weight * channels.Span[(channel * places) + place];
            }
        }

        Assert.Contains(expected, value => value > 0);
        double peak = expected.Max();
        Assert.Equal((channels.Shape[3], channels.Shape[2]), (heat.Columns, heat.Rows));
        Assert.All(expected.Zip(heat.Values.ToArray()), pair => Assert.Equal(Math.Max(0, pair.First / peak), pair.Second, 1e-4));
    }

    [Fact]
    public void Gradient_HiddenLayer_IsTheSlopeOfTheScore()
    {
        Graph graph = ExplainedNetworks.WithHiddenLayer();
        Tensor input = ExplainedNetworks.Noise(2);
        GradCam method = new(graph, null, Side, WorkerPool.Sequential);
        method.Run(input);
        float[] gradient = method.Gradient(input, 2).ToArray();
        double largest = gradient.Max(Math.Abs);
        Assert.True(largest > 0);

        // Central differences of the score by single elements of the layer; ReLU has a kink, so the step is small against the values.
        Random random = new(3);
        for (int trial = 0; trial < 40; trial++)
        {
            int index = random.Next(gradient.Length);
            const float step = 0.05f;
            float before = method.Activation.Span[index];
            method.Activation.Span[index] = before + step;
            double above = method.Scores(input)[2];
            method.Activation.Span[index] = before - step;
            double below = method.Scores(input)[2];
            method.Activation.Span[index] = before;
            Assert.Equal((above - below) / (2 * step), gradient[index], 0.02 * largest);
        }
    }

    // The network answers by the mean colour behind a ReLU, so that the heat of a class is the picture itself, weighted by the class.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 1)]
    [InlineData(2, 7)]
    public void Explain_OnePixelThatSpeaksForAClass_IsWhereTheHeatIs(int x, int y)
    {
        const int side = 8;
        GraphEditor editor = new(Graph.From(SmallNetwork.Create(side, 3)));
        string input = editor.Inputs[0].Name;
        string relu = editor.Add("Relu", "relu", [input]);
        int pool = editor.Nodes.FindIndex(node => node.Operator.Node.OperatorType == "GlobalAveragePool");
        editor.Nodes[pool] = editor.Nodes[pool].With([relu], editor.Nodes[pool].Outputs);
        GradCam method = new(editor.ToGraph(), null, side, WorkerPool.Sequential);
        Tensor<float> picture = Tensor.Create<float>(new Shape(1, 3, side, side));

        // The weights of green are 1 for class 0 and -2 for class 2.
        picture.Span[(side * side) + (y * side) + x] = 3;
        method.Run(picture);

        float[] heat = method.Explain(picture, 0).Values.ToArray();
        Assert.Equal("relu", method.Layer);
        Assert.Equal(1, heat[(y * side) + x]);
        Assert.Equal(1, heat.Sum());
        Assert.Equal(0, method.Explain(picture, 2).Peak);
    }

    [Fact]
    public void Run_ScoresOfADividedNetwork_AreThoseOfTheWhole()
    {
        Graph graph = ExplainedNetworks.WithSoftmax();
        Tensor input = ExplainedNetworks.Noise(4);
        Tensor<float> expected = (Tensor<float>)new GraphExecutor(graph, WorkerPool.Sequential).Run(input);

        float[] scores = new GradCam(graph, null, Side, WorkerPool.Sequential).Run(input);

        Assert.All(expected.Span.ToArray().Zip(TemperatureScaling.Probabilities(scores, 1)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Explain_AnotherClassInBetween_ChangesNothing()
    {
        Tensor input = ExplainedNetworks.Noise(5);
        GradCam method = new(ExplainedNetworks.WithHiddenLayer(), null, Side, WorkerPool.Sequential);
        method.Run(input);

        float[] first = method.Explain(input, 1).Values.ToArray();
        float[] other = method.Explain(input, 4).Values.ToArray();

        Assert.NotEqual(first, other);
        Assert.Equal(first, method.Explain(input, 1).Values.ToArray());
    }

    // J. Adebayo and others, "Sanity checks for saliency maps" (2018): a map that does not depend on the weights explains nothing.
    [Fact]
    public void Explain_OtherWeights_GiveAnotherMap()
    {
        Tensor input = ExplainedNetworks.Noise(6);

        double[] correlations = [.. Enumerable.Range(20, 8).Select(seed => RankCorrelation.Of(Map(7), Map((ulong)seed)))];

        Assert.Equal(1, RankCorrelation.Of(Map(7), Map(7)));
        Assert.InRange(correlations.Average(), -0.5, 0.5);

        float[] Map(ulong seed)
        {
            GradCam method = new(ExplainedNetworks.WithSoftmax(seed), "stage2.block2.add", Side, WorkerPool.Sequential);
            method.Run(input);
            return method.Explain(input, 0).Values.ToArray();
        }
    }

    [Fact]
    public void Create_LayerInsideOfAResidualBlock_StillReadsThePictureForTheOtherBranch()
    {
        Graph graph = ExplainedNetworks.WithSoftmax();
        Tensor input = ExplainedNetworks.Noise(8);
        GraphNode addition = graph.Nodes.Last(node => node.Operator.Node.OperatorType == "Add");
        float[] expected = new GradCam(graph, null, Side, WorkerPool.Sequential).Run(input);

        GradCam method = new(graph, addition.Inputs[1], Side, WorkerPool.Sequential);

        Assert.All(expected.Zip(method.Run(input)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.True(method.Explain(input, 0).Peak >= 0);
    }

    [Fact]
    public void Create_FixedBatch_ExplainsTheFirstPicture()
    {
        Graph free = ExplainedNetworks.WithSoftmax();
        GraphEditor editor = new(free);
        editor.Inputs[0] = editor.Inputs[0] with { Dimensions = [new(3, null), new(3, null), new(Side, null), new(Side, null)] };
        Tensor<float> batch = (Tensor<float>)ExplainedNetworks.Noise(9, 3);
        Tensor first = batch.Slice(0, 1);
        GradCam one = new(free, null, Side, WorkerPool.Sequential);
        GradCam three = new(editor.ToGraph(), null, Side, WorkerPool.Sequential);

        float[] expected = one.Run(first);
        float[] actual = three.Run(batch);

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.All(one.Explain(first, 1).Values.ToArray().Zip(three.Explain(batch, 1).Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Fact]
    public void Create_LayerThatDoesNotSuit_SaysWhy()
    {
        Graph graph = ExplainedNetworks.WithSoftmax();
        GraphNode pool = graph.Nodes.Single(node => node.Operator.Node.OperatorType == "GlobalAveragePool");

        Assert.Contains("neither a node nor a value 'nowhere'", Refuse("nowhere").Message, StringComparison.Ordinal);
        Assert.Contains("more than one place", Refuse(pool.Name).Message, StringComparison.Ordinal);

        ExplanationException Refuse(string layer) => Assert.Throws<ExplanationException>(() => new GradCam(graph, layer, Side, WorkerPool.Sequential));
    }

    [Fact]
    public void Create_NetworkWithoutPlaces_PointsToOcclusion()
    {
        Graph graph = Graph.From(SmallNetwork.Create(8, 3));

        Assert.Contains("occlusion", Assert.Throws<ExplanationException>(() => new GradCam(graph, null, 8, WorkerPool.Sequential)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NetworkOfEightBits_LetsTheGradientThrough()
    {
        Graph exact = GraphOptimizer.Fold(ExplainedNetworks.WithSoftmax());
        OnnxModel model = exact.ToOnnx("network");
        IReadOnlyList<string> values = NetworkQuantizer.FindValues(model);
        Tensor<float> input = (Tensor<float>)ExplainedNetworks.Noise(10);
        IReadOnlyDictionary<string, Tensor> ran = new GraphExecutor(exact.WithOutputs([.. values.Skip(1)]), WorkerPool.Sequential)
            .Run(new Dictionary<string, Tensor> { [exact.Inputs[0].Name] = input });
        Graph quantized = Graph.From(NetworkQuantizer.Apply(model, values.ToDictionary(value => value, value => Range(value == exact.Inputs[0].Name ? input : (Tensor<float>)ran[value]))));
        GradCam one = new(exact, null, Side, WorkerPool.Sequential);
        GradCam eight = new(quantized, null, Side, WorkerPool.Sequential);
        one.Run(input);
        eight.Run(input);

        Assert.True(RankCorrelation.Of(one.Explain(input, 0).Values.ToArray(), eight.Explain(input, 0).Values.ToArray()) > 0.7);

        static ValueRange Range(Tensor<float> value) => new(Math.Min(0, value.Span.ToArray().Min()), Math.Max(0, value.Span.ToArray().Max()));
    }
}
