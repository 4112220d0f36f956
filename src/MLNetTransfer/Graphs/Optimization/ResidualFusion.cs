using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs.Optimization;

/// <summary>
/// Lets a convolution add the shortcut of a residual block, and apply the activation behind the sum. Done only where both summands have
/// one shape, whatever the size of the picture.
/// </summary>
internal static class ResidualFusion
{
    private const int NominalSide = 224;

    public static void Apply(GraphEditor editor)
    {
        Graph graph = editor.ToGraph();
        IReadOnlyDictionary<string, TensorFact>[] facts = [.. NominalSides(graph).Select(side => FactsAt(graph, side)).OfType<IReadOnlyDictionary<string, TensorFact>>()];
        if (facts.Length > 0)
        {
            Apply(editor, graph, facts, forTraining: false);
        }
    }

    /// <summary>Fuses where both summands have one shape by all facts.</summary>
    /// <param name="editor">The graph.</param>
    /// <param name="graph">The graph as it is now.</param>
    /// <param name="facts">Facts of all its values, once or for several sizes of the input.</param>
    /// <param name="forTraining">Whether only those activations are fused whose gradient can be had from their result.</param>
    public static void Apply(GraphEditor editor, Graph graph, IReadOnlyList<IReadOnlyDictionary<string, TensorFact>> facts, bool forTraining)
    {
        foreach (GraphNode node in graph.Nodes)
        {
            bool sameShape = node.Operator.Node is { Domain: "", OperatorType: "Add" }
                && node.Inputs.Count == 2
                && node.Inputs[0] != node.Inputs[1]
                && facts.All(each => each[node.Inputs[0]] is { Constant: null } left && each[node.Inputs[1]] is { Constant: null } right && left.Shape == right.Shape);
            if (sameShape)
            {
                Fuse(editor, node);
            }
        }

        // What the first pass of ActivationFusion could not reach stands right behind the fused sums.
        ActivationFusion.Apply(editor, forTraining);
    }

    private static void Fuse(GraphEditor editor, GraphNode addition)
    {
        foreach (int side in (ReadOnlySpan<int>)[1, 0])
        {
            int index = Consumers.OnlyFeeding(editor, addition.Inputs[side]);
            if (index < 0 || editor.Nodes[index] is not { Operator: IFusesResidual { HasResidual: false, Activation.Kind: ActivationKind.None } fusing, Inputs.Count: >= 2 } source)
            {
                continue;
            }

            string[] inputs = [source.Inputs[0], source.Inputs[1], source.Inputs.Count > 2 ? source.Inputs[2] : "", addition.Inputs[1 - side], .. source.Inputs.Skip(4)];
            editor.Nodes.RemoveAll(node => node.Name == addition.Name && node.Outputs.SequenceEqual(addition.Outputs));
            index = editor.Nodes.IndexOf(source);
            editor.Nodes[index] = new GraphNode(fusing.WithResidual(), inputs, addition.Outputs);
            return;
        }
    }

    // Two sizes, so that a vector is not taken for a picture that happens to be one pixel large.
    private static int[] NominalSides(Graph graph) => !GraphInputs.TakesPictures(graph) ? []
        : GraphInputs.FixedSide(graph) is int fixedSide ? [fixedSide]
        : [NominalSide, NominalSide + 64];

    private static IReadOnlyDictionary<string, TensorFact>? FactsAt(Graph graph, int side)
    {
        try
        {
            return ShapeInference.Infer(graph, NominalInput.Facts(graph, side));
        }
        catch (OnnxException)
        {
            // The network does not take this size; without shapes nothing is fused, which is slower and never wrong.
            return null;
        }
    }
}
