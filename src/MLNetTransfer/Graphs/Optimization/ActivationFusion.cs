using MLNetTransfer.Compute.Kernels;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs.Optimization;

/// <summary>Lets an operator apply the activation behind it, while its result is still in registers.</summary>
internal static class ActivationFusion
{
    /// <summary>Fuses wherever it can.</summary>
    /// <param name="editor">The graph.</param>
    /// <param name="forTraining">Whether only those are fused whose gradient can be had from their result.</param>
    public static void Apply(GraphEditor editor, bool forTraining = false)
    {
        foreach (GraphNode node in editor.Nodes.ToArray())
        {
            if (node.Inputs.Count == 0
                || ActivationOf(editor, node) is not Activation activation
                || (forTraining && !ConvolutionState.IsInvertible(activation)))
            {
                continue;
            }

            int index = Consumers.OnlyFeeding(editor, node.Inputs[0]);
            if (index >= 0 && editor.Nodes[index] is { Operator: IFusesActivation { Activation.Kind: ActivationKind.None } fusing, Inputs.Count: >= 2 } source)
            {
                editor.Nodes.Remove(node);
                index = editor.Nodes.IndexOf(source);
                editor.Nodes[index] = new GraphNode(fusing.With(activation), source.Inputs, node.Outputs);
            }
        }
    }

    /// <summary>The activation that a node is, or null when it is something else or its bounds are not constant.</summary>
    internal static Activation? ActivationOf(GraphEditor editor, GraphNode node)
    {
        if (node.Operator.Node.Domain.Length > 0)
        {
            return null;
        }

        return node.Operator.Node.OperatorType switch
        {
            "Relu" => Activation.Relu,
            "LeakyRelu" => Activation.LeakyRelu(node.Operator.Node.Attributes.Number("alpha", 0.01f)),
            "HardSwish" => Activation.HardSwish,
            "HardSigmoid" => Activation.HardSigmoid(node.Operator.Node.Attributes.Number("alpha", 0.2f), node.Operator.Node.Attributes.Number("beta", 0.5f)),
            "Sigmoid" => Activation.Sigmoid,
            "Clip" => ClipOf(editor, node),
            _ => null,
        };
    }

    private static Activation? ClipOf(GraphEditor editor, GraphNode node)
    {
        float? minimum = Bound(editor, node, 1, "min", float.MinValue);
        float? maximum = Bound(editor, node, 2, "max", float.MaxValue);
        return minimum is float low && maximum is float high && low <= high ? Activation.Clip(low, high) : null;
    }

    // Operator sets up to 10 have the bounds as attributes, later ones as inputs.
    private static float? Bound(GraphEditor editor, GraphNode node, int input, string attribute, float absent)
    {
        if (node.Inputs.Count <= input || node.Inputs[input].Length == 0)
        {
            return node.Operator.Node.Attributes.Number(attribute, absent);
        }

        return editor.Constants.GetValueOrDefault(node.Inputs[input]) is Tensor<float> { Shape.Count: 1 } bound ? bound.Span[0] : null;
    }
}
