using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>A node of a graph as a file states it.</summary>
internal static class StatedNode
{
    // Numbers of TensorProto.DataType. The graph has all of these as Float32, so the file must say so too.
    private const long Single = 1;
    private static readonly long[] OtherReals = [10, 11, 16];

    /// <summary>The statement.</summary>
    /// <exception cref="OnnxException">The node is fused with what stood behind it, for which files have no form.</exception>
    public static OnnxNode Of(GraphNode node)
    {
        if (node.Operator is Conv convolution && (convolution.HasResidual || convolution.Activation != default))
        {
            throw new OnnxException($"{node} is fused with what stood behind it, which files have no form for; write the graph as it was before OptimizeForInference.");
        }

        OnnxNode stated = node.Operator.Node;
        IEnumerable<KeyValuePair<string, object>> attributes = stated.Attributes.Values.Select(attribute => KeyValuePair.Create(attribute.Key, attribute.Value switch
        {
            Tensor tensor => EngineType.Convert(tensor),
            long type when attribute.Key == "to" && stated.OperatorType == "Cast" && OtherReals.Contains(type) => Single,
            _ => attribute.Value,
        }));
        return stated with { Inputs = node.Inputs, Outputs = node.Outputs, Attributes = new OnnxAttributes(attributes) };
    }
}
