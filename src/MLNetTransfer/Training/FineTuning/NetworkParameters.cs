using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Graphs;
using MLNetTransfer.Training.ParameterGroups;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>
/// Which constants of a graph training may change: weights and biases of convolutions and matrix products, scale and shift of normalisations, and arithmetic with
/// constants of more than one element behind the first of these, which is what exporters make of biases and scales. Everything else (bounds, shapes, statistics, the
/// normalisation of the picture) is what the network is, not what it has learnt.
/// </summary>
public static class NetworkParameters
{
    /// <summary>The parameters in the order of the nodes, each named once.</summary>
    public static IReadOnlyList<NetworkParameter> Find(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        List<NetworkParameter> found = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        HashSet<string> learnt = new(StringComparer.Ordinal);
        int layers = 0;
        for (int index = 0; index < graph.Nodes.Count; index++)
        {
            GraphNode node = graph.Nodes[index];
            bool isBehind = node.Inputs.Any(learnt.Contains);
            NetworkParameter[] own =
            [
                .. RolesOf(graph, node, isBehind).Select(role => new NetworkParameter(node.Inputs[role.Input], role.Kind, index, Math.Max(0, layers - (IsLayer(node) ? 0 : 1)))),
            ];
            if (own.Length > 0 && IsLayer(node))
            {
                layers++;
            }

            found.AddRange(own.Where(parameter => seen.Add(parameter.Name)));
            if (own.Length > 0 || isBehind)
            {
                learnt.UnionWith(node.Outputs);
            }
        }

        return found;
    }

    private static bool IsLayer(GraphNode node) => node.Operator.Node is { Domain: "", OperatorType: "Conv" or "Gemm" or "MatMul" };

    private static IEnumerable<(int Input, ParameterKind Kind)> RolesOf(Graph graph, GraphNode node, bool isBehind)
    {
        if (node.Operator.Node.Domain.Length > 0)
        {
            return [];
        }

        IEnumerable<(int Input, ParameterKind Kind)> roles = node.Operator.Node.OperatorType switch
        {
            "Conv" => [(1, ParameterKind.Weight), (2, ParameterKind.Bias)],
            "Gemm" => [(0, ParameterKind.Weight), (1, ParameterKind.Weight), (2, ParameterKind.Bias)],
            "MatMul" => [(0, ParameterKind.Weight), (1, ParameterKind.Weight)],
            "BatchNormalization" or "LayerNormalization" => [(1, ParameterKind.Normalization), (2, ParameterKind.Normalization)],
            "PRelu" when isBehind => [(1, ParameterKind.Normalization)],
            "Add" or "Sub" when isBehind => [(0, ParameterKind.Bias), (1, ParameterKind.Bias)],
            "Mul" or "Div" when isBehind => [(0, ParameterKind.Normalization), (1, ParameterKind.Normalization)],
            _ => [],
        };
        bool isArithmetic = node.Operator.Node.OperatorType is "Add" or "Sub" or "Mul" or "Div";
        return roles.Where(role => role.Input < node.Inputs.Count
            && graph.Constants.GetValueOrDefault(node.Inputs[role.Input]) is Tensor<float> constant
            && (!isArithmetic || constant.Shape.Count > 1));
    }
}
