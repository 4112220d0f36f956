using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>An input of ordinary size for graphs that leave dimensions free, to learn shapes from.</summary>
public static class NominalInput
{
    /// <summary>The fact of the only input: fixed dimensions as they are, batch 1, three channels, the given side.</summary>
    /// <exception cref="OnnxException">The graph does not take a batch of pictures.</exception>
    public static IReadOnlyDictionary<string, TensorFact> Facts(Graph graph, int side)
    {
        GraphInput input = GraphInputs.Picture(graph);
        int[] dimensions = GraphInputs.IsChannelsLast(graph) ? [1, side, side, 3] : [1, 3, side, side];
        for (int axis = 0; axis < dimensions.Length && input.Dimensions is not null; axis++)
        {
            dimensions[axis] = input.Dimensions[axis].Value ?? dimensions[axis];
        }

        return new Dictionary<string, TensorFact>(StringComparer.Ordinal) { [input.Name] = new TensorFact(input.ElementType, new Shape(dimensions)) };
    }
}
