using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs.Optimization;

/// <summary>
/// Folds a scale and shift by channel (BatchNormalization, arithmetic with constants) into the convolution or matrix product in front of it: W' = s W by output
/// channel, b' = s b + t. Computed in double precision, so that folding costs no accuracy of its own.
/// </summary>
internal static class AffineFolding
{
    public static void Apply(GraphEditor editor)
    {
        foreach (GraphNode node in editor.Nodes.ToArray())
        {
            int operand = node.Operator is BatchNormalization ? 0 : ArithmeticAffine.Operand(editor, node);
            if (operand < 0
                || node.Outputs.Skip(1).Any(output => output.Length > 0)
                || Consumers.OnlyFeeding(editor, node.Inputs[operand]) is not (>= 0 and int index)
                || Target.Of(editor, editor.Nodes[index]) is not Target target)
            {
                continue;
            }

            ChannelAffine? affine = node.Operator is BatchNormalization
                ? BatchNormalizationAffine.Of(editor, node, target.Channels)
                : ArithmeticAffine.Of(editor, node, operand, target.Weights.Shape.Rank, target.Channels);
            if (affine is ChannelAffine found)
            {
                editor.Nodes[index] = target.With(editor, found, node.Outputs[0]);
                editor.Nodes.Remove(node);
            }
        }
    }

    /// <summary>A convolution or matrix product whose weights and bias are constant.</summary>
    private sealed record Target(GraphNode Node, Tensor<float> Weights, Tensor<float>? Bias, int ChannelAxis)
    {
        public int Channels => Weights.Shape[ChannelAxis];

        public static Target? Of(GraphEditor editor, GraphNode node)
        {
            OnnxNode stated = node.Operator.Node;
            int channelAxis = node.Operator switch
            {
                Conv { HasResidual: false, Activation.Kind: Compute.Kernels.ActivationKind.None } => 0,

                // Its bias is broadcast by an attribute before 7, and scaled by beta.
                Gemm when stated.OperatorSetVersion >= 7 && stated.Attributes.Number("beta", 1) == 1 => stated.Attributes.Integer("transB", 0) != 0 ? 0 : 1,
                _ => -1,
            };
            if (channelAxis < 0
                || node.Inputs.Count < 2
                || editor.Constants.GetValueOrDefault(node.Inputs[1]) is not Tensor<float> { Shape.Rank: >= 2 } weights)
            {
                return null;
            }

            bool hasBias = node.Inputs.Count > 2 && node.Inputs[2].Length > 0;
            Tensor<float>? bias = hasBias ? editor.Constants.GetValueOrDefault(node.Inputs[2]) as Tensor<float> : null;
            int channels = weights.Shape[channelAxis];
            bool fits = !hasBias || (bias is not null && bias.Shape.Count == channels && bias.Shape.Rank > 0 && bias.Shape.Dimensions[^1] == channels);
            return fits ? new Target(node, weights, bias, channelAxis) : null;
        }

        public GraphNode With(GraphEditor editor, ChannelAffine affine, string output)
        {
            int channels = Channels;
            int inner = 1;
            foreach (int dimension in Weights.Shape.Dimensions[(ChannelAxis + 1)..])
            {
                inner *= dimension;
            }

            Tensor<float> weights = Tensor.Create<float>(Weights.Shape);
            for (int index = 0; index < weights.Shape.Count; index++)
            {
                weights.Span[index] = (float)(Weights.Span[index] * affine.Scale[index / inner % channels]);
            }

            Tensor<float> bias = Tensor.Create<float>(new Shape(channels));
            for (int channel = 0; channel < channels; channel++)
            {
                double before = Bias is null ? 0 : Bias.Span[channel];
                bias.Span[channel] = (float)((before * affine.Scale[channel]) + affine.Shift[channel]);
            }

            string weightsName = editor.Add(editor.FreshName(Node.Inputs[1] + "_folded"), weights);
            string biasName = editor.Add(editor.FreshName(Node.Inputs[1] + "_folded_bias"), bias);
            return GraphNode.From(Node.Operator.Node with { Inputs = [Node.Inputs[0], weightsName, biasName], Outputs = [output] });
        }
    }
}
