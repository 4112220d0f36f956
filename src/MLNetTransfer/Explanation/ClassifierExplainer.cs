using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Graphs;
using MLNetTransfer.Imaging;
using MLNetTransfer.Inference;

namespace MLNetTransfer.Explanation;

/// <summary>Explains the answers of a classifier. What a method needs is made when it is first asked for and kept. Serves one thread at a time.</summary>
internal sealed class ClassifierExplainer : IDisposable
{
    private const int PatchesOfSide = 5;
    private const int StridesOfPatch = 3;
    private const float Grey = 127.5f;

    private readonly Graph _graph;
    private readonly Preprocessing _network;
    private readonly bool _channelsLast;
    private readonly WorkerPool _pool;
    private readonly PicturePreprocessor _preprocessor;
    private readonly Memory<float> _input;
    private readonly float[] _grey = new float[Image.Channels];
    private GradCam? _gradCam;
    private string? _gradCamLayer;
    private Occlusion? _occlusion;

    /// <summary>Makes an explainer.</summary>
    /// <param name="graph">The network; its first output gives probabilities or scores.</param>
    /// <param name="network">What is done to a picture outside of the network.</param>
    /// <param name="preprocessing">What is done to it in all; its mean is the grey of the patches.</param>
    /// <param name="threads">At least 1.</param>
    public ClassifierExplainer(Graph graph, Preprocessing network, Preprocessing preprocessing, int threads)
    {
        _graph = graph;
        _network = network;
        _channelsLast = GraphInputs.IsChannelsLast(graph);
        _pool = new WorkerPool(threads);
        _preprocessor = new PicturePreprocessor(network);
        _input = TensorMemory.Allocate<float>((GraphInputs.FixedBatch(graph) ?? 1) * _preprocessor.InputLength);
        Preprocessing.Channels mean = preprocessing.Mean == default ? new(Grey, Grey, Grey) : preprocessing.Mean;
        new PixelNormalizer(network).Normalize([Level(mean.Red), Level(mean.Green), Level(mean.Blue)], _grey);
    }

    /// <summary>Explains a picture.</summary>
    /// <param name="image">The picture, upright, decoded as for an answer.</param>
    /// <param name="decode">Gives the picture again for drawing, at least as large as the longest side that it is called with or as large as it is.</param>
    /// <param name="options">What is wanted; valid, and the class names are known.</param>
    /// <param name="classNames">The names in the order of the scores.</param>
    /// <returns>One explanation a class, in the order of the options or the most probable first.</returns>
    /// <exception cref="ExplanationException">The network does not suit the method.</exception>
    public IReadOnlyList<PictureExplanation> Explain(Image image, Func<int, Image> decode, ExplanationOptions options, IReadOnlyList<string> classNames)
    {
        _preprocessor.Prepare(image, _input.Span);
        (float[] probabilities, string? layer, Func<int, HeatMap> heat) = options.Method == ExplanationMethod.Occlusion ? Occlude(options) : RunGradCam(options.Layer);
        SeenPart seen = SeenPart.Of(image, _network);
        return
        [
            .. Choose(probabilities, options, classNames).Select(index => new PictureExplanation(decode)
            {
                ClassName = classNames[index],
                Probability = probabilities[index],
                Method = options.Method,
                Layer = layer,
                Heat = heat(index),
                Seen = seen,
            }),
        ];
    }

    /// <summary>Lets go of the threads.</summary>
    public void Dispose() => _pool.Dispose();

    private static byte Level(float mean) => (byte)Math.Clamp(MathF.Round(mean), 0, 255);

    private static IEnumerable<int> Choose(float[] probabilities, ExplanationOptions options, IReadOnlyList<string> classNames) => options.ClassNames.Count > 0
        ? options.ClassNames.Select(name => classNames.TakeWhile(each => each != name).Count())
        : Enumerable.Range(0, probabilities.Length).OrderByDescending(index => probabilities[index]).Take(options.Top);

    private (float[] Probabilities, string? Layer, Func<int, HeatMap> Heat) RunGradCam(string? layer)
    {
        if (_gradCam is null || _gradCamLayer != layer)
        {
            _gradCam = new GradCam(_graph, layer, _network.CropSize, _pool);
            _gradCamLayer = layer;
        }

        GradCam method = _gradCam;
        Tensor input = PictureTensor.Of(_input, GraphInputs.FixedBatch(_graph) ?? 1, _network.CropSize, _channelsLast);
        float[] scores = method.Run(input);
        return (TemperatureScaling.Probabilities(scores, 1), method.Layer, index => method.Explain(input, index));
    }

    private (float[] Probabilities, string? Layer, Func<int, HeatMap> Heat) Occlude(ExplanationOptions options)
    {
        int side = _network.CropSize;
        int patch = Math.Min(options.Patch ?? Math.Max(1, side / PatchesOfSide), side);
        int stride = options.Stride ?? Math.Max(1, patch / StridesOfPatch);
        _occlusion ??= new Occlusion(_graph, side, _pool);
        bool givesProbabilities = ScoreValue.Find(_graph, _graph.Outputs[0]) != _graph.Outputs[0];
        OcclusionAnswers answers = _occlusion.Run(_input[.._preprocessor.InputLength], _grey, patch, stride, givesProbabilities ? row => row : row => TemperatureScaling.Probabilities(row, 1));
        return (answers.Whole, null, answers.Explain);
    }
}
