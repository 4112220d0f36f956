using MLNetTransfer.Compute.Kernels.Elementwise;
using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs.Optimization;

/// <summary>Makes one pass over real numbers of a QuantizeLinear and the DequantizeLinear that undoes it: the engine computes no integers.</summary>
internal static class QuantizationFusion
{
    public static void Apply(GraphEditor editor)
    {
        Dictionary<string, GraphNode> quantizers = editor.Nodes
            .Where(node => node.Operator is QuantizeLinear && node.Inputs.Count == 3)
            .ToDictionary(node => node.Outputs[0], StringComparer.Ordinal);
        for (int index = 0; index < editor.Nodes.Count; index++)
        {
            GraphNode node = editor.Nodes[index];
            if (node.Operator is DequantizeLinear
                && quantizers.TryGetValue(node.Inputs[0], out GraphNode? quantizer)
                && node.Inputs.Skip(1).SequenceEqual(quantizer.Inputs.Skip(1))
                && FunctionOf(editor, quantizer) is RoundToStepsOperator function)
            {
                editor.Nodes[index] = new GraphNode(new RoundToSteps(node.Name, function), [quantizer.Inputs[0]], node.Outputs);
            }
        }

        HashSet<string> read = [.. editor.Outputs, .. editor.Nodes.SelectMany(node => node.Inputs)];
        editor.Nodes.RemoveAll(node => node.Operator is QuantizeLinear && !read.Contains(node.Outputs[0]));
    }

    private static RoundToStepsOperator? FunctionOf(GraphEditor editor, GraphNode quantizer)
    {
        if (editor.Constants.GetValueOrDefault(quantizer.Inputs[1]) is not Tensor<float> { Shape.Count: 1 } scale || !(scale.Span[0] > 0))
        {
            return null;
        }

        return editor.Constants.GetValueOrDefault(quantizer.Inputs[2]) switch
        {
            Tensor<byte> zero => new(scale.Span[0], zero.Span[0], byte.MinValue, byte.MaxValue),
            Tensor<sbyte> zero => new(scale.Span[0], zero.Span[0], sbyte.MinValue, sbyte.MaxValue),
            _ => null,
        };
    }
}
