using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs.Optimization;

/// <summary>Folds a Pad with zeros around pictures into the convolution behind it, as PyTorch and TensorFlow write padding that is not symmetric.</summary>
internal static class PadFolding
{
    public static void Apply(GraphEditor editor)
    {
        foreach (GraphNode convolution in editor.Nodes.ToArray())
        {
            if (convolution.Operator is not Conv { HasResidual: false, Activation.Kind: Compute.Kernels.ActivationKind.None }
                || convolution.Operator.Node.Attributes.Text("auto_pad", "NOTSET") is not ("NOTSET" or "VALID")
                || Consumers.OnlyFeeding(editor, convolution.Inputs[0]) is not (>= 0 and int index)
                || ZerosOf(editor, editor.Nodes[index]) is not long[] zeros)
            {
                continue;
            }

            GraphNode pad = editor.Nodes[index];
            OnnxNode stated = convolution.Operator.Node;
            int spatial = (zeros.Length / 2) - 2;
            long[] pads = [.. stated.Attributes.Integers("pads") ?? new long[2 * spatial]];
            if (pads.Length != 2 * spatial || zeros[0] != 0 || zeros[1] != 0 || zeros[spatial + 2] != 0 || zeros[spatial + 3] != 0 || zeros.Any(zero => zero < 0))
            {
                continue;
            }

            for (int axis = 0; axis < spatial; axis++)
            {
                pads[axis] += zeros[axis + 2];
                pads[axis + spatial] += zeros[axis + spatial + 4];
            }

            IEnumerable<KeyValuePair<string, object>> attributes = stated.Attributes.Values
                .Where(attribute => attribute.Key is not ("pads" or "auto_pad"))
                .Append(KeyValuePair.Create("pads", (object)pads));
            editor.Nodes[editor.Nodes.IndexOf(convolution)] = GraphNode.From(stated with
            {
                Inputs = [pad.Inputs[0], .. convolution.Inputs.Skip(1)],
                Outputs = convolution.Outputs,
                Attributes = new OnnxAttributes(attributes),
            });
            editor.Nodes.Remove(pad);
        }
    }

    /// <summary>How many zeros a node puts before and behind each axis, or null when it is something else.</summary>
    private static long[]? ZerosOf(GraphEditor editor, GraphNode node)
    {
        if (node.Operator is not Pad || node.Operator.Node.Attributes.Text("mode", "constant") != "constant")
        {
            return null;
        }

        OnnxAttributes attributes = node.Operator.Node.Attributes;
        if (attributes.Integers("pads") is { } stated)
        {
            return attributes.Number("value", 0) == 0 && stated.Count >= 6 ? [.. stated] : null;
        }

        bool isZero = node.Inputs.Count < 3 || node.Inputs[2].Length == 0
            || (editor.Constants.GetValueOrDefault(node.Inputs[2]) is Tensor<float> { Shape.Count: 1 } value && value.Span[0] == 0);
        bool hasAxes = node.Inputs.Count > 3 && node.Inputs[3].Length > 0;
        return isZero && !hasAxes && node.Inputs.Count > 1 && editor.Constants.GetValueOrDefault(node.Inputs[1]) is Tensor<long> pads && pads.Shape.Count >= 6
            ? pads.Span.ToArray()
            : null;
    }
}
