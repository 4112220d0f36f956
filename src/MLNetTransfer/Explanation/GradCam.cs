using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Explanation;

/// <summary>
/// Grad-CAM. The network is divided at the layer: what lies in front runs as for an answer, folded and fused; only what lies behind, in most networks a pooling and a matrix product,
/// is differentiated. An explanation therefore takes hardly more time and memory than an answer.
/// </summary>
internal sealed class GradCam
{
    private const string LayerConstant = "mlnet_transfer_explained_layer";

    private readonly GraphExecutor _front;
    private readonly TrainingExecutor _tail;
    private readonly Tensor<float> _activation;
    private readonly Tensor<float> _gradient;
    private readonly Tensor<float> _scoreGradient;
    private readonly string? _tailInput;

    /// <summary>Divides a network.</summary>
    /// <param name="graph">The network; its first output gives probabilities or scores.</param>
    /// <param name="layer">Node or value to look at; null to find it.</param>
    /// <param name="side">Side of the pictures in pixels.</param>
    /// <param name="pool">Threads; the caller disposes it.</param>
    /// <exception cref="ExplanationException">The layer does not suit, or there is none.</exception>
    public GradCam(Graph graph, string? layer, int side, WorkerPool pool)
    {
        string scores = ScoreValue.Find(graph, graph.Outputs[0]);
        Graph folded = GraphOptimizer.Fold(layer is null ? graph.WithOutputs(scores) : graph.WithOutputs(scores, SpatialLayer.Find(graph, layer)));
        scores = folded.Outputs[0];
        Graph smooth = StraightThrough.Apply(folded);
        IReadOnlyDictionary<string, TensorFact> facts = ShapeInference.Infer(folded, NominalInput.Facts(folded, side));
        Layer = layer is null ? SpatialLayer.Find(smooth, scores, facts) : folded.Outputs[1];
        SpatialLayer.Check(smooth, scores, Layer, facts);
        _front = new GraphExecutor(GraphOptimizer.OptimizeForInference(folded.WithOutputs(Layer)), pool);
        _activation = Tensor.Create<float>(facts[Layer].Shape);
        Graph tail = Tail(smooth, scores, Layer, _activation);
        _tailInput = tail.Inputs.Count > 0 ? tail.Inputs[0].Name : null;
        string constant = tail.Constants.Single(each => ReferenceEquals(each.Value, _activation)).Key;
        _tail = new TrainingExecutor(tail, new Dictionary<string, Tensor<float>>(StringComparer.Ordinal) { [constant] = _activation }, pool);
        _gradient = _tail.Gradients[constant];
        _scoreGradient = Tensor.Create<float>(facts[scores].Shape);
    }

    /// <summary>The value that is looked at.</summary>
    public string Layer { get; }

    /// <summary>Bytes of the values and gradients between the operators.</summary>
    public long ArenaBytes => _front.ArenaBytes + _tail.ArenaBytes;

    /// <summary>What the layer held in the last run, [N, C, H, W].</summary>
    internal Tensor<float> Activation => _activation;

    /// <summary>Runs the network.</summary>
    /// <param name="input">A batch whose first picture is to be explained.</param>
    /// <returns>The scores of that picture; the caller owns them.</returns>
    public float[] Run(Tensor input)
    {
        ((Tensor<float>)_front.Run(input)).Span.CopyTo(_activation.Span);
        return Scores(input);
    }

    /// <summary>The scores if the layer held what <see cref="Activation"/> holds now.</summary>
    internal float[] Scores(Tensor input) => _tail.Forward(TailInputs(input)).Span[..ScoreCount].ToArray();

    /// <summary>The heat of a class for the picture of the last <see cref="Run"/>.</summary>
    /// <param name="input">As it was run.</param>
    /// <param name="classIndex">Position of the class in the scores.</param>
    public HeatMap Explain(Tensor input, int classIndex)
    {
        ReadOnlySpan<float> gradient = Gradient(input, classIndex);
        Shape shape = _activation.Shape;
        int places = shape[2] * shape[3];
        double[] heat = new double[places];
        for (int channel = 0; channel < shape[1]; channel++)
        {
            double weight = 0;
            foreach (float value in gradient.Slice(channel * places, places))
            {
                weight += value;
            }

            weight /= places;
            ReadOnlySpan<float> activation = _activation.Span.Slice(channel * places, places);
            for (int place = 0; place < places; place++)
            {
                heat[place] += weight * activation[place];
            }
        }

        return HeatMap.From(shape[3], shape[2], heat);
    }

    /// <summary>The gradient of the score of a class by the layer, [N, C, H, W]; overwritten by the next call.</summary>
    internal ReadOnlySpan<float> Gradient(Tensor input, int classIndex)
    {
        // The way back writes over what the way there left, so each class goes both ways.
        _tail.Forward(TailInputs(input));
        _tail.ClearGradients();
        _scoreGradient.Span.Clear();
        _scoreGradient.Span[classIndex] = 1;
        _tail.Backward(_scoreGradient);
        return _gradient.Span;
    }

    private int ScoreCount => _scoreGradient.Shape.Count / _activation.Shape[0];

    private Dictionary<string, Tensor> TailInputs(Tensor input) => _tailInput is null ? [] : new(StringComparer.Ordinal) { [_tailInput] = input };

    private static Graph Tail(Graph graph, string scores, string layer, Tensor<float> activation)
    {
        GraphEditor editor = new(graph.WithOutputs(scores));
        editor.Redirect(layer, editor.Add(editor.FreshName(LayerConstant), activation));
        Graph tail = editor.ToGraph();
        if (tail.Nodes.Any(node => node.Inputs.Contains(tail.Inputs[0].Name)))
        {
            return tail;
        }

        GraphEditor closed = new(tail);
        closed.Inputs.Clear();
        return closed.ToGraph();
    }
}
