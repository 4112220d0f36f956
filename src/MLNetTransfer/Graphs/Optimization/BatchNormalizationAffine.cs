using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs.Optimization;

/// <summary>BatchNormalization with constant statistics as scale and shift: s = scale / sqrt(variance + epsilon), s x + (bias - s mean).</summary>
internal static class BatchNormalizationAffine
{
    /// <summary>The scale and shift, or null when the node is something else or does not fit the channels.</summary>
    public static ChannelAffine? Of(GraphEditor editor, GraphNode node, int channels)
    {
        if (node.Operator is not BatchNormalization normalization || node.Inputs.Count != 5)
        {
            return null;
        }

        Tensor<float>?[] parameters = [.. node.Inputs.Skip(1).Select(input => editor.Constants.GetValueOrDefault(input) as Tensor<float>)];
        if (parameters.Any(parameter => parameter is null || parameter.Shape.Count != channels))
        {
            return null;
        }

        double[] scale = new double[channels];
        double[] shift = new double[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            scale[channel] = parameters[0]!.Span[channel] / Math.Sqrt((double)parameters[3]!.Span[channel] + normalization.Epsilon);
            shift[channel] = parameters[1]!.Span[channel] - (scale[channel] * parameters[2]!.Span[channel]);
        }

        return new ChannelAffine(scale, shift);
    }
}
