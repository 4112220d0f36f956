using MLNetTransfer.Backbones;
using MLNetTransfer.Graphs;
using MLNetTransfer.Operators;
using MLNetTransfer.Packaging;

namespace MLNetTransfer;

/// <summary>What is to be known of a public classifier that says nothing of itself.</summary>
internal static class StockClassifier
{
    /// <summary>The output with the scores: the one called <c>logits</c> or <c>probabilities</c>, else the first that is not called <c>features</c>.</summary>
    /// <exception cref="ModelException">The network gives features only.</exception>
    public static string FindOutput(Graph graph) =>
        graph.Outputs.FirstOrDefault(output => output is "logits" or "probabilities")
        ?? graph.Outputs.FirstOrDefault(output => output != "features")
        ?? throw new ModelException("The network gives features only, it has no classifier. Train one with 'mlnet-transfer train FOLDER --backbone FILE --output FOLDER'.");

    public static int CountClasses(Graph graph, string output, int side) => ShapeInference.Infer(graph, NominalInput.Facts(graph, side))[output].Shape.Count;

    public static bool EndsInSoftmax(Graph graph, string output)
    {
        GraphNode? node = graph.FindProducer(output);
        while (node is { Operator.IsView: true })
        {
            node = graph.FindProducer(node.Inputs[0]);
        }

        return node?.Operator is Softmax;
    }

    public static IReadOnlyList<string> ClassNames(BackboneEntry? entry, int outputs) =>
        ImageNetLabels.Of(entry is { Labels: not BackboneLabels.None } ? entry.Labels : ImageNetLabels.ForOutputs(outputs));
}
