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

    /// <summary>The probabilities that a classifier gives for these scores.</summary>
    public static float[] ToProbabilities(ReadOnlySpan<float> scores)
    {
        double largest = double.NegativeInfinity;
        foreach (float score in scores)
        {
            largest = Math.Max(largest, score);
        }

        double[] powers = new double[scores.Length];
        for (int index = 0; index < powers.Length; index++)
        {
            powers[index] = Math.Exp(scores[index] - largest);
        }

        double sum = powers.Sum();
        return [.. powers.Select(power => (float)(power / sum))];
    }
}
