using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>
/// A network: operators in an order in which they can run, the constants they use, inputs and outputs. A graph does not change;
/// <see cref="GraphEditor"/> makes another one of it.
/// </summary>
public sealed class Graph
{
    internal Graph(
        IReadOnlyList<GraphInput> inputs,
        IReadOnlyList<string> outputs,
        IReadOnlyList<GraphNode> nodes,
        IReadOnlyDictionary<string, Tensor> constants,
        IReadOnlyDictionary<string, int> operatorSets)
    {
        Inputs = inputs;
        Outputs = outputs;
        Nodes = nodes;
        Constants = constants;
        OperatorSets = operatorSets;
    }

    /// <summary>What the caller gives.</summary>
    public IReadOnlyList<GraphInput> Inputs { get; }

    /// <summary>Names of the values that the graph is run for.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The operators; each stands behind those whose values it reads.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The constants by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Constants { get; }

    /// <summary>Version of each operator set by domain, the default domain under the empty name.</summary>
    public IReadOnlyDictionary<string, int> OperatorSets { get; }

    /// <summary>Number of floating-point constants: the parameters of the network.</summary>
    public long ParameterCount => Constants.Values.Where(constant => constant.ElementType == ElementType.Float32).Sum(constant => (long)constant.Shape.Count);

    /// <summary>
    /// Makes a graph of a model: every node an operator, nodes sorted, real numbers of 16 and 64 bits as the <see cref="float"/> that the engine computes in.
    /// </summary>
    /// <exception cref="OnnxException">Operators are not supported (all are listed), or the graph is not sound; the message names the node.</exception>
    public static Graph From(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        RefuseUnsupported(model);
        GraphEditor editor = new(model.OperatorSets);
        foreach (OnnxValueInfo input in model.Graph.Inputs)
        {
            editor.Inputs.Add(new GraphInput(input.Name, EngineType.Of(input.ElementType), input.Dimensions));
        }

        foreach ((string name, Tensor tensor) in model.Graph.Initializers)
        {
            editor.Constants[name] = EngineType.Convert(tensor);
        }

        foreach (OnnxNode stated in model.Graph.Nodes)
        {
            if (stated.Outputs.Count == 0)
            {
                throw new OnnxException($"{stated} has no output.");
            }

            OnnxNode node = stated is { OperatorType: "BatchNormalization", Domain: "" } ? InInferenceMode(stated) : stated;
            GraphNode made = GraphNode.From(node);
            if (node is { OperatorType: "Constant", Domain: "" } && made.Operator.Infer([])[0].Constant is Tensor constant)
            {
                editor.Constants[node.Outputs[0]] = constant;
            }
            else
            {
                editor.Nodes.Add(made);
            }
        }

        editor.Outputs.AddRange(model.Graph.Outputs.Select(output => output.Name));
        return editor.ToGraph();
    }

    /// <summary>The same network run for other values; what they do not need is left out.</summary>
    /// <exception cref="OnnxException">There is no such value.</exception>
    public Graph WithOutputs(params IReadOnlyList<string> outputs)
    {
        GraphEditor editor = new(this);
        editor.Outputs.Clear();
        editor.Outputs.AddRange(outputs);
        return editor.ToGraph();
    }

    /// <summary>The node that gives a value, or null when it is an input, a constant or unknown.</summary>
    public GraphNode? FindProducer(string value) => Nodes.FirstOrDefault(node => node.Outputs.Contains(value));

    /// <summary>The nodes that read a value.</summary>
    public IEnumerable<GraphNode> FindConsumers(string value) => Nodes.Where(node => node.Inputs.Contains(value));

    /// <summary>The graph as a model that <see cref="OnnxWriter"/> can write.</summary>
    /// <param name="name">Name of the graph.</param>
    /// <param name="outputs">Type and dimensions of the outputs, or null to infer them; what cannot be inferred is left open.</param>
    /// <param name="metadata">Free texts by key.</param>
    /// <exception cref="OnnxException">The graph is made for running only (<see cref="GraphOptimizer.OptimizeForInference"/>).</exception>
    public OnnxModel ToOnnx(string name, IReadOnlyList<OnnxValueInfo>? outputs = null, IReadOnlyDictionary<string, string>? metadata = null) => new(
        OnnxWriter.IrVersion,
        OperatorSets,
        "MLNetTransfer",
        OnnxWriter.ProducerVersion,
        metadata ?? new Dictionary<string, string>(),
        new OnnxGraph(
            name,
            [.. Inputs.Select(input => new OnnxValueInfo(input.Name, input.ElementType, input.Dimensions))],
            outputs ?? DeclaredOutputs.Infer(this),
            [.. Nodes.Select(StatedNode.Of)],
            Constants));

    // Exporters that are asked to keep a network trainable write BatchNormalization in training mode, with the running statistics as further outputs.
    // What is read here is a network to run: it takes the running statistics that the file holds.
    private static OnnxNode InInferenceMode(OnnxNode node) => node with
    {
        Outputs = [node.Outputs[0]],
        Attributes = new OnnxAttributes(node.Attributes.Values.Where(attribute => attribute.Key != "training_mode")),
    };

    private static void RefuseUnsupported(OnnxModel model)
    {
        IGrouping<string, OnnxNode>[] unsupported =
        [
            .. model.Graph.Nodes
                .Where(node => !OperatorRegistry.Supports(node))
                .GroupBy(node => node.Domain.Length == 0 ? node.OperatorType : $"{node.Domain}.{node.OperatorType}", StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal),
        ];
        if (unsupported.Length > 0)
        {
            const int shown = 3;
            IEnumerable<string> lines = unsupported.Select(group =>
            {
                string names = string.Join(", ", group.Take(shown).Select(node => $"'{node.Name}'"));
                return $"{group.Key} ({group.Count()} {(group.Count() == 1 ? "node" : "nodes")}: {names}{(group.Count() > shown ? ", ..." : "")})";
            });
            throw new OnnxException($"Operators that are not supported: {string.Join("; ", lines)}. The list of supported ones is in docs/supported-operators.md.");
        }
    }
}
