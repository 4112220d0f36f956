using MLNetTransfer.Compute.Parallelism;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Graphs.Optimization;
using MLNetTransfer.Operators;
using MLNetTransfer.Training.Heads;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>
/// A backbone with a head on it, divided at the freeze line: the part in front is run as for inference, once a picture where nothing changes it; the part behind is
/// trained. The values that cross the line are the inputs of the second part.
/// </summary>
public sealed class TrainableNetwork
{
    private const string Logits = "mlnet_transfer_logits";

    private readonly Graph _features;
    private readonly TrainedHead? _head;
    private readonly Dictionary<string, Tensor<float>> _values;
    private readonly Dictionary<string, Tensor<float>> _statistics;
    private readonly List<(string Weights, string Bias)> _headNames;

    private TrainableNetwork(
        Graph features,
        TrainedHead? head,
        int classCount,
        Graph? frozen,
        Graph trained,
        IReadOnlyList<GraphInput> cut,
        IReadOnlyList<NetworkParameter> parameters,
        List<(string Weights, string Bias)> headNames,
        Dictionary<string, Tensor<float>> values,
        Dictionary<string, Tensor<float>> statistics,
        DropoutMask? dropout,
        WorkerPool pool)
    {
        Dropout = dropout;
        _features = features;
        _head = head;
        ClassCount = classCount;
        Frozen = frozen;
        Trained = trained;
        Cut = cut;
        _headNames = headNames;
        _values = values;
        _statistics = statistics;
        Executor = new TrainingExecutor(trained, values, pool);
        HashSet<string> ofHead = [.. headNames.SelectMany(names => new[] { names.Weights, names.Bias })];
        Parameters =
        [
            .. parameters.Where(parameter => values.ContainsKey(parameter.Name)).Select(parameter => new Parameter(
                parameter.Name,
                values[parameter.Name],
                parameter.Kind,
                parameter.Depth,
                ofHead.Contains(parameter.Name),
                Executor.Gradients[parameter.Name])),
        ];
    }

    /// <summary>From a picture to the values at the freeze line, folded and fused; null where everything is trained.</summary>
    public Graph? Frozen { get; }

    /// <summary>From the values at the freeze line to the logits [N, classes]; for running only.</summary>
    public Graph Trained { get; }

    /// <summary>The values at the freeze line with the shape that one picture has there (first dimension 1).</summary>
    public IReadOnlyList<GraphInput> Cut { get; }

    /// <summary>What is trained, in the order of the layers.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Running statistics of the normalisations that are trained, by name.</summary>
    public IReadOnlyDictionary<string, Tensor<float>> Statistics => _statistics;

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>What is dropped in front of the last layer of the head while a step runs; null for nothing.</summary>
    internal DropoutMask? Dropout { get; }

    /// <summary>Runs the trained part.</summary>
    public TrainingExecutor Executor { get; }

    /// <summary>Divides a backbone.</summary>
    /// <param name="features">The backbone up to its features [N, features], as the file states it or folded; or a whole network up to its logits [N, classes].</param>
    /// <param name="head">The head to begin with, which is copied; null where the network has its own.</param>
    /// <param name="firstNode">Number of the first node of the backbone that is trained (see <see cref="FreezeLine"/>); the number of nodes for none.</param>
    /// <param name="trainsNormalization">Whether BatchNormalization behind the line takes the statistics of each batch, and learns running ones.</param>
    /// <param name="side">Side of the pictures in pixels.</param>
    /// <param name="pool">Threads for the operators; the caller disposes it.</param>
    /// <param name="dropout">Share of the inputs of the head's last layer that each training step drops, from 0 to below 1.</param>
    /// <param name="seed">Decides which.</param>
    public static TrainableNetwork Create(
        Graph features, TrainedHead? head, int firstNode, bool trainsNormalization, int side, WorkerPool pool, double dropout = 0, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfNegative(dropout);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(dropout, 1);
        DropoutMask? mask = dropout > 0 && head is not null ? new DropoutMask(dropout, seed) : null;
        (Graph whole, List<(string Weights, string Bias)> headNames) = head is null ? (features, []) : WithHead(features, head, mask);
        HashSet<string> ofHead = [.. headNames.SelectMany(names => new[] { names.Weights, names.Bias })];
        HashSet<string> fixedNodes = [.. features.Nodes.Take(firstNode).Select(node => node.Name)];
        IReadOnlyList<NetworkParameter> parameters = NetworkParameters.Find(whole);
        Dictionary<string, Tensor<float>> values = new(StringComparer.Ordinal);
        foreach (NetworkParameter parameter in parameters)
        {
            if (ofHead.Contains(parameter.Name) || !fixedNodes.Contains(whole.Nodes[parameter.Node].Name))
            {
                values[parameter.Name] = Copy((Tensor<float>)whole.Constants[parameter.Name]);
            }
        }

        Dictionary<string, Tensor<float>> statistics = new(StringComparer.Ordinal);
        if (trainsNormalization)
        {
            whole = WithTrainedNormalization(whole, values, statistics);
        }

        IReadOnlyDictionary<string, TensorFact> facts = ShapeInference.Infer(whole, NominalInput.Facts(whole, side));
        (Graph? frozen, Graph trained) = Divide(whole, values, facts);
        GraphInput[] cut = [.. trained.Inputs.Select(input => input with { Dimensions = [.. facts[input.Name].Shape.Dimensions.ToArray().Select(size => new Onnx.OnnxDimension(size, null))] })];
        Graph fused = TrainingFusion.Apply(trained, cut.ToDictionary(input => input.Name, input => facts[input.Name], StringComparer.Ordinal));
        return new TrainableNetwork(
            features,
            head,
            facts[whole.Outputs[0]].Shape[1],
            frozen is null ? null : GraphOptimizer.OptimizeForInference(frozen),
            fused,
            cut,
            parameters,
            headNames,
            values,
            statistics,
            mask,
            pool);
    }

    /// <summary>The backbone with the parameters as they are now, up to its features; a copy.</summary>
    public Graph ToFeatures()
    {
        GraphEditor editor = new(_features);
        foreach ((string name, Tensor<float> value) in _values.Concat(_statistics))
        {
            if (editor.Constants.ContainsKey(name))
            {
                editor.Constants[name] = Copy(value);
            }
        }

        return editor.ToGraph();
    }

    /// <summary>The head with the parameters as they are now; a copy.</summary>
    /// <exception cref="InvalidOperationException">The network was made without one.</exception>
    public TrainedHead ToHead() => new([
        .. (_head ?? throw new InvalidOperationException("The network has a head of its own.")).Layers.Select((layer, index) => layer with
        {
            Weights = _values[_headNames[index].Weights].Span.ToArray(),
            Bias = _values[_headNames[index].Bias].Span.ToArray(),
        }),
    ]);

    /// <summary>The backbone and the head on it with the parameters as they are now, up to the logits; a copy.</summary>
    public Graph ToWhole() => _head is null ? ToFeatures() : WithHead(ToFeatures(), ToHead(), null).Whole;

    private static Tensor<float> Copy(Tensor<float> tensor)
    {
        Tensor<float> copy = Tensor.Create<float>(tensor.Shape, tensor.Format);
        tensor.Span.CopyTo(copy.Span);
        return copy;
    }

    private static (Graph Whole, List<(string Weights, string Bias)> HeadNames) WithHead(Graph features, TrainedHead head, DropoutMask? dropout)
    {
        GraphEditor editor = new(features);
        List<(string Weights, string Bias)> names = [];
        string value = editor.Outputs[0];
        for (int index = 0; index < head.Layers.Count; index++)
        {
            DenseLayer layer = head.Layers[index];
            string weights = editor.Add(editor.FreshName($"head_{index + 1}_weights"), Tensor.From<float>(new Shape(layer.InputLength, layer.OutputLength), layer.Weights));
            string bias = editor.Add(editor.FreshName($"head_{index + 1}_bias"), Tensor.From<float>(new Shape(layer.OutputLength), layer.Bias));
            names.Add((weights, bias));
            bool isLast = index == head.Layers.Count - 1;
            if (isLast && dropout is not null)
            {
                string dropped = editor.FreshName("head_dropout");
                editor.Nodes.Add(new GraphNode(new TrainedDropout(dropped, dropout), [value], [dropped]));
                value = dropped;
            }

            value = editor.Add("Gemm", isLast && layer.Activation == DenseActivation.None ? Logits : editor.FreshName($"head_{index + 1}"), [value, weights, bias], editor.OperatorSets[""] < 7 ? [new("broadcast", 1L)] : []);
            if (layer.Activation == DenseActivation.Relu)
            {
                value = editor.Add("Relu", isLast ? Logits : editor.FreshName($"head_{index + 1}_relu"), [value]);
            }
        }

        editor.Outputs.Clear();
        editor.Outputs.Add(value);
        return (editor.ToGraph(), names);
    }

    private static Graph WithTrainedNormalization(Graph whole, Dictionary<string, Tensor<float>> values, Dictionary<string, Tensor<float>> statistics)
    {
        GraphEditor editor = new(whole);
        for (int index = 0; index < editor.Nodes.Count; index++)
        {
            GraphNode node = editor.Nodes[index];
            if (node.Operator is BatchNormalization normalization && values.ContainsKey(node.Inputs[1]))
            {
                editor.Nodes[index] = new GraphNode(normalization.InTraining(), node.Inputs, node.Outputs);
                foreach (string statistic in node.Inputs.Skip(3).Take(2))
                {
                    statistics[statistic] = Copy((Tensor<float>)editor.Constants[statistic]);
                    editor.Constants[statistic] = statistics[statistic];
                }
            }
        }

        return editor.ToGraph();
    }

    // What depends on no parameter stands in front of the line, except for integers, which are shapes: they are computed again behind it.
    private static (Graph? Frozen, Graph Trained) Divide(Graph whole, Dictionary<string, Tensor<float>> values, IReadOnlyDictionary<string, TensorFact> facts)
    {
        HashSet<string> constants = [.. whole.Constants.Keys];
        HashSet<string> behind = [.. values.Keys];
        HashSet<GraphNode> trainedNodes = [];
        foreach (GraphNode node in whole.Nodes)
        {
            if (node.Inputs.Any(behind.Contains))
            {
                behind.UnionWith(node.Outputs);
                trainedNodes.Add(node);
            }
            else if (node.Inputs.All(input => input.Length == 0 || constants.Contains(input)))
            {
                constants.UnionWith(node.Outputs);
                trainedNodes.Add(node);
            }
        }

        foreach (GraphNode node in whole.Nodes.Reverse())
        {
            if (!trainedNodes.Contains(node) && node.Outputs.Any(output => facts.GetValueOrDefault(output) is { ElementType: not ElementType.Float32 } && trainedNodes.Any(other => other.Inputs.Contains(output))))
            {
                trainedNodes.Add(node);
            }
        }

        HashSet<string> given = [.. trainedNodes.SelectMany(node => node.Outputs), .. whole.Constants.Keys, ""];
        string[] crossing = [.. trainedNodes.SelectMany(node => node.Inputs).Where(input => !given.Contains(input)).Distinct(StringComparer.Ordinal)];
        GraphEditor trained = new(whole);
        trained.Nodes.RemoveAll(node => !trainedNodes.Contains(node));
        trained.Inputs.Clear();
        trained.Inputs.AddRange(crossing.Select(name => new GraphInput(name, ElementType.Float32, null)));
        string[] computed = [.. crossing.Except(whole.Inputs.Select(input => input.Name))];
        return (computed.Length == 0 ? null : whole.WithOutputs(computed), trained.ToGraph());
    }
}
