using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs.Optimization;

/// <summary>
/// Lets a convolution add the shortcut of a residual block, and apply the activation behind the sum. Done only where both summands are the results of
/// nodes, so that they are known to have one shape.
/// </summary>
internal static class ResidualFusion
{
    public static void Apply(GraphEditor editor)
    {
        foreach (GraphNode node in editor.ToGraph().Nodes)
        {
            if (node.Operator.Node is { Domain: "", OperatorType: "Add" } && node.Inputs.Count == 2 && node.Inputs[0] != node.Inputs[1])
            {
                Fuse(editor, node);
            }
        }

        // What the first pass of ActivationFusion could not reach stands right behind the fused sums.
        ActivationFusion.Apply(editor);
    }

    private static void Fuse(GraphEditor editor, GraphNode addition)
    {
        // The later convolution takes the sum: the other summand is there by then.
        foreach (int side in (ReadOnlySpan<int>)[1, 0])
        {
            string shortcut = addition.Inputs[1 - side];
            int index = Consumers.OnlyFeeding(editor, addition.Inputs[side]);
            if (index < 0
                || editor.Nodes[index] is not { Operator: Conv { HasResidual: false, Activation.Kind: ActivationKind.None } convolution } source
                || !HasShapeOf(editor, shortcut, source))
            {
                continue;
            }

            string[] inputs = [source.Inputs[0], source.Inputs[1], source.Inputs.Count > 2 ? source.Inputs[2] : "", shortcut];
            editor.Nodes.RemoveAll(node => node.Name == addition.Name && node.Outputs.SequenceEqual(addition.Outputs));
            index = editor.Nodes.IndexOf(source);
            editor.Nodes[index] = new GraphNode(convolution.WithEpilogue(Activation.None, hasResidual: true), inputs, addition.Outputs);
            return;
        }
    }

    // A summand that would be broadcast (a constant, a squeezed vector) is left alone. The shapes depend on the input, so equality is shown by structure:
    // the shortcut has as many channels, and comes from operators that keep pictures as pictures.
    private static bool HasShapeOf(GraphEditor editor, string shortcut, GraphNode convolution) => ResidualShapes.Match(editor, shortcut, convolution);
}
