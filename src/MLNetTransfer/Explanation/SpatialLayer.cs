using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Explanation;

/// <summary>Finds the value that Grad-CAM looks at.</summary>
internal static class SpatialLayer
{
    // What only moves, rounds or thins out what another node has found.
    private static readonly HashSet<string> PassedOver = new(StringComparer.Ordinal)
    {
        "Transpose", "MaxPool", "AveragePool", "Pad", "Slice", "Gather", "Resize", "Upsample", "Expand", "Cast", "Dropout", "Identity",
        "QuantizeLinear", "DequantizeLinear", "Softmax", "LogSoftmax",
    };

    /// <summary>The last value with a spatial extent, as far as there is only pooling and a classifier behind it.</summary>
    /// <param name="graph">A network that gradients flow through.</param>
    /// <param name="scores">The value that is differentiated.</param>
    /// <param name="facts">Types and shapes of the values.</param>
    /// <exception cref="ExplanationException">There is none.</exception>
    public static string Find(Graph graph, string scores, IReadOnlyDictionary<string, TensorFact> facts)
    {
        HashSet<string> reaching = Reaching(graph, scores);
        foreach (GraphNode node in graph.Nodes.Reverse())
        {
            string value = node.Outputs[0];

            // Attention mixes the places, so that what lies in front of it says little about where something is.
            if (node.Operator is MatMul && reaching.Contains(value) && !node.Inputs.Any(graph.Constants.ContainsKey))
            {
                break;
            }

            if (reaching.Contains(value) && IsSpatial(facts[value].Shape) && !node.Operator.IsView && !PassedOver.Contains(node.Operator.Node.OperatorType))
            {
                return value;
            }
        }

        throw ExplanationException.NoSpatialLayer();
    }

    /// <summary>The value that a user names: a value of the graph, or the first output of the node of that name.</summary>
    /// <exception cref="ExplanationException">There is neither.</exception>
    public static string Find(Graph graph, string nodeOrValue) => graph.FindProducer(nodeOrValue) is not null
        ? nodeOrValue
        : graph.Nodes.FirstOrDefault(node => node.Name == nodeOrValue)?.Outputs[0] ?? throw ExplanationException.UnknownLayer(nodeOrValue);

    /// <summary>Refuses a value that Grad-CAM cannot look at.</summary>
    /// <exception cref="ExplanationException">It has no places, or no gradient reaches it; the message says which.</exception>
    public static void Check(Graph graph, string scores, string value, IReadOnlyDictionary<string, TensorFact> facts)
    {
        if (!IsSpatial(facts[value].Shape))
        {
            throw ExplanationException.NotSpatial(value, facts[value].Shape.ToString());
        }

        if (!Reaching(graph, scores).Contains(value))
        {
            throw ExplanationException.NoGradient(value);
        }
    }

    private static bool IsSpatial(Shape shape) => shape.Rank == 4 && shape[2] > 1 && shape[3] > 1;

    // The values that a gradient of the scores flows to.
    private static HashSet<string> Reaching(Graph graph, string scores)
    {
        HashSet<string> reaching = new(StringComparer.Ordinal) { scores };
        foreach (GraphNode node in graph.Nodes.Reverse().Where(node => node.Outputs.Any(reaching.Contains)))
        {
            reaching.UnionWith(node.Inputs.Where((input, index) => input.Length > 0 && node.Operator.HasGradient(index)));
        }

        return reaching;
    }
}
