using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Graphs.Optimization;

/// <summary>Add, Sub, Mul and Div with one constant number, or one a channel, as scale and shift: a bias or a normalisation that an exporter wrote as arithmetic.</summary>
internal static class ArithmeticAffine
{
    // Before it the operands are broadcast by attributes.
    private const int FirstBroadcasting = 7;

    /// <summary>Which input of a node the scale and shift are applied to, or -1 when the node is something else.</summary>
    public static int Operand(GraphEditor editor, GraphNode node)
    {
        OnnxNode stated = node.Operator.Node;
        if (stated.Domain.Length > 0 || stated.OperatorSetVersion < FirstBroadcasting || node.Inputs.Count != 2)
        {
            return -1;
        }

        bool isRightConstant = editor.Constants.ContainsKey(node.Inputs[1]);
        bool isLeftConstant = editor.Constants.ContainsKey(node.Inputs[0]);
        return stated.OperatorType switch
        {
            "Add" or "Mul" => isRightConstant ? 0 : isLeftConstant ? 1 : -1,
            "Sub" or "Div" => isRightConstant ? 0 : -1,
            _ => -1,
        };
    }

    /// <summary>The scale and shift, or null when the constant differs within a channel.</summary>
    public static ChannelAffine? Of(GraphEditor editor, GraphNode node, int operand, int rank, int channels)
    {
        if (editor.Constants[node.Inputs[1 - operand]] is not Tensor<float> constant || !IsChannelwise(constant.Shape, rank, channels))
        {
            return null;
        }

        double[] scale = new double[channels];
        double[] shift = new double[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            double value = constant.Span[constant.Shape.Count == 1 ? 0 : channel];
            (scale[channel], shift[channel]) = node.Operator.Node.OperatorType switch
            {
                "Add" => (1, value),
                "Sub" => (1, -value),
                "Mul" => (value, 0),
                _ => (1 / value, 0d),
            };
        }

        return scale.All(double.IsFinite) ? new ChannelAffine(scale, shift) : null;
    }

    private static bool IsChannelwise(Shape shape, int rank, int channels)
    {
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            bool isChannel = axis + rank - shape.Rank == 1;
            if (shape[axis] != 1 && !(isChannel && shape[axis] == channels))
            {
                return false;
            }
        }

        return shape.Rank <= rank;
    }
}
