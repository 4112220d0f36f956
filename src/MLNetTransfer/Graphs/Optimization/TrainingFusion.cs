using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs.Optimization;

/// <summary>
/// Makes a graph cheaper to train: BatchNormalization with fixed statistics becomes part of the convolution in front of it while its scale and shift stay parameters,
/// activations and shortcuts are computed with what is in front of them. The result computes the same gradients; it can not be written.
/// </summary>
internal static class TrainingFusion
{
    /// <summary>Fuses.</summary>
    /// <param name="graph">A graph as the file states it.</param>
    /// <param name="inputs">Type and shape of the inputs that it will be trained with.</param>
    public static Graph Apply(Graph graph, IReadOnlyDictionary<string, TensorFact> inputs)
    {
        GraphEditor editor = new(graph);
        NoOperationRemoval.Apply(editor);
        foreach (GraphNode node in editor.Nodes.ToArray())
        {
            JoinNormalization(editor, node);
        }

        ActivationFusion.Apply(editor, forTraining: true);
        Graph joined = editor.ToGraph();
        editor = new GraphEditor(joined);
        ResidualFusion.Apply(editor, joined, [ShapeInference.Infer(joined, inputs)], forTraining: true);
        return editor.ToGraph();
    }

    private static void JoinNormalization(GraphEditor editor, GraphNode node)
    {
        if (node.Operator is not BatchNormalization normalization
            || Consumers.OnlyFeeding(editor, node.Inputs[0]) is not (>= 0 and int index)
            || editor.Nodes[index] is not { Operator: Conv { HasResidual: false, Activation.Kind: ActivationKind.None } convolution } source
            || source.Inputs[1].Length == 0)
        {
            return;
        }

        string bias = source.Inputs.Count > 2 ? source.Inputs[2] : "";
        editor.Nodes[index] = new GraphNode(
            new NormalizedConv(convolution, normalization.Epsilon),
            [source.Inputs[0], source.Inputs[1], bias, "", .. node.Inputs.Skip(1).Take(4)],
            [node.Outputs[0]]);
        editor.Nodes.Remove(node);
    }
}
