using MLNetTransfer.Graphs;

namespace MLNetTransfer.Explanation;

/// <summary>
/// Takes the steps of 8 bits out of a network, so that a gradient flows as if they were not there
/// (Y. Bengio and others, "Estimating or propagating gradients through stochastic neurons", 2013).
/// </summary>
internal static class StraightThrough
{
    public static Graph Apply(Graph graph)
    {
        GraphEditor editor = new(graph);
        foreach (GraphNode node in graph.Nodes.Where(node => node.Operator.Node.OperatorType == "DequantizeLinear"))
        {
            if (graph.FindProducer(node.Inputs[0]) is { Operator.Node.OperatorType: "QuantizeLinear" } rounded)
            {
                // An earlier pair may have redirected what this one reads.
                GraphNode present = editor.Nodes.First(candidate => candidate.Outputs.Contains(rounded.Outputs[0]));
                editor.Redirect(node.Outputs[0], present.Inputs[0]);
            }
        }

        return editor.ToGraph();
    }
}
