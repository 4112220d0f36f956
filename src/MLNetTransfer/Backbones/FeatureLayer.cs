using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Backbones;

/// <summary>Finds where the classifier of a network begins, and cuts it off there.</summary>
public static class FeatureLayer
{
    /// <summary>Name of the output of the cut network.</summary>
    public const string OutputName = "mlnet_transfer_features";

    private static readonly HashSet<string> PassedOver = new(StringComparer.Ordinal)
    {
        "Softmax", "LogSoftmax", "Identity", "Dropout", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Cast", "Relu", "Clip",
        "GlobalAveragePool", "AveragePool", "ReduceMean", "BatchNormalization", "Sigmoid", "Transpose",
    };

    /// <summary>The value that the classifier reads: an output called <c>features</c>, else the input of the last Gemm, MatMul or 1x1 convolution, else the output.</summary>
    /// <exception cref="OnnxException">There is no such place; the message says to name one.</exception>
    public static string Find(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.Outputs.Contains("features"))
        {
            return "features";
        }

        string value = graph.Outputs[0];
        for (int steps = 0; steps < graph.Nodes.Count; steps++)
        {
            if (graph.FindProducer(value) is not GraphNode node || node.Operator.Node.Domain.Length > 0 || node.Inputs.Count == 0)
            {
                break;
            }

            OnnxNode stated = node.Operator.Node;
            if (IsClassifier(graph, node))
            {
                return node.Inputs[0];
            }

            if (stated.OperatorType == "Add" && node.Inputs.Any(graph.Constants.ContainsKey))
            {
                value = node.Inputs.First(input => !graph.Constants.ContainsKey(input));
            }
            else if (PassedOver.Contains(stated.OperatorType))
            {
                value = node.Inputs[0];
            }
            else
            {
                break;
            }
        }

        // No classifier: the network ends in its features.
        return graph.Outputs[0];
    }

    /// <summary>The value that a user names: a value of the graph, or the first output of the node of that name.</summary>
    /// <exception cref="OnnxException">There is neither.</exception>
    public static string Find(Graph graph, string nodeOrValue)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.FindProducer(nodeOrValue) is not null)
        {
            return nodeOrValue;
        }

        return graph.Nodes.FirstOrDefault(node => node.Name == nodeOrValue)?.Outputs[0]
            ?? throw new OnnxException($"The network has neither a node nor a value '{nodeOrValue}'. 'mlnet-transfer info' lists its layers.");
    }

    /// <summary>The network up to a value, pooled to one row a picture: output <see cref="OutputName"/> of shape [N, features].</summary>
    /// <exception cref="OnnxException">The value is neither a picture [N, C, H, W] nor a row [N, C].</exception>
    public static Graph Cut(Graph graph, string value, int side)
    {
        ArgumentNullException.ThrowIfNull(graph);
        int rank = ShapeAt(graph, value, side).Rank;
        GraphEditor editor = new(graph.WithOutputs(value));
        if (rank == 4)
        {
            value = editor.Add("GlobalAveragePool", editor.FreshName("mlnet_transfer_pool"), [value]);
        }
        else if (rank != 2)
        {
            throw new OnnxException($"The value '{value}' has rank {rank}; features are rows [N, C] or pictures [N, C, H, W]. Name another layer.");
        }

        value = editor.Add("Flatten", OutputName, [value], [new("axis", 1L)]);
        editor.Outputs.Clear();
        editor.Outputs.Add(value);
        return editor.ToGraph();
    }

    /// <summary>Number of features of a network that <see cref="Cut"/> made.</summary>
    public static int Length(Graph cut, int side) => ShapeAt(cut, cut.Outputs[0], side)[1];

    private static Shape ShapeAt(Graph graph, string value, int side) =>
        ShapeInference.Infer(graph, NominalInput.Facts(graph, side)).TryGetValue(value, out Operators.TensorFact? fact)
            ? fact.Shape
            : throw new OnnxException($"The network has no value '{value}'.");

    // A matrix product with constant weights, or a convolution of one pixel behind which only pooling and reshaping comes.
    private static bool IsClassifier(Graph graph, GraphNode node) => node.Operator.Node.OperatorType switch
    {
        "Gemm" or "MatMul" => node.Inputs.Count >= 2 && graph.Constants.ContainsKey(node.Inputs[1]),
        "Conv" => node.Inputs.Count >= 2 && graph.Constants.GetValueOrDefault(node.Inputs[1]) is { Shape: { Rank: 4 } shape } && shape[2] == 1 && shape[3] == 1
            && node.Operator.Node.Attributes.Integer("group", 1) == 1,
        _ => false,
    };
}
