using MLNetTransfer.Graphs;

namespace MLNetTransfer.Explanation;

/// <summary>Finds the scores of a classifier in front of its softmax. Behind it the classes depend on each other, and gradients vanish where the network is sure.</summary>
internal static class ScoreValue
{
    public static string Find(Graph graph, string output)
    {
        string value = output;
        while (graph.FindProducer(value) is GraphNode node)
        {
            if (node.Operator.Node is { OperatorType: "Softmax" or "LogSoftmax", Domain: "" })
            {
                return node.Inputs[0];
            }

            if (!node.Operator.IsView)
            {
                break;
            }

            value = node.Inputs[0];
        }

        return output;
    }
}
