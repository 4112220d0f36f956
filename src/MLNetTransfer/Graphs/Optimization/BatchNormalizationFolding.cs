using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Graphs.Optimization;

/// <summary>
/// Folds BatchNormalization into the convolution in front of it: with s = scale / sqrt(variance + epsilon), W' = s W (by output channel) and
/// b' = s (b - mean) + bias. Computed in double precision, so that folding costs no accuracy of its own.
/// </summary>
internal static class BatchNormalizationFolding
{
    private const float DefaultEpsilon = 1e-5f;

    public static void Apply(GraphEditor editor)
    {
        foreach (GraphNode normalization in editor.Nodes.ToArray())
        {
            if (normalization.Operator.Node is { Domain: "", OperatorType: "BatchNormalization" } && normalization.Inputs.Count == 5 && normalization.Outputs.Skip(1).All(output => output.Length == 0))
            {
                Fold(editor, normalization);
            }
        }
    }

    private static void Fold(GraphEditor editor, GraphNode normalization)
    {
        int index = Consumers.OnlyFeeding(editor, normalization.Inputs[0]);
        if (index < 0 || editor.Nodes[index] is not { Operator.Node: { Domain: "", OperatorType: "Conv" }, Inputs.Count: >= 2 } convolution)
        {
            return;
        }

        if (Constant(editor, convolution.Inputs[1]) is not Tensor<float> { Shape.Rank: > 0 } weights
            || !normalization.Inputs.Skip(1).All(input => Constant(editor, input)?.Shape == new Shape(weights.Shape[0])))
        {
            return;
        }

        bool hasBias = convolution.Inputs.Count > 2 && convolution.Inputs[2].Length > 0;
        Tensor<float>? oldBias = hasBias ? Constant(editor, convolution.Inputs[2]) : null;
        if (hasBias && oldBias?.Shape != new Shape(weights.Shape[0]))
        {
            return;
        }

        ReadOnlySpan<float> scale = Constant(editor, normalization.Inputs[1])!.Span;
        ReadOnlySpan<float> bias = Constant(editor, normalization.Inputs[2])!.Span;
        ReadOnlySpan<float> mean = Constant(editor, normalization.Inputs[3])!.Span;
        ReadOnlySpan<float> variance = Constant(editor, normalization.Inputs[4])!.Span;
        float epsilon = normalization.Operator.Node.Attributes.Number("epsilon", DefaultEpsilon);
        int channels = weights.Shape[0];
        int perChannel = weights.Shape.Count / Math.Max(1, channels);
        Tensor<float> foldedWeights = Tensor.Create<float>(weights.Shape);
        Tensor<float> foldedBias = Tensor.Create<float>(new Shape(channels));
        for (int channel = 0; channel < channels; channel++)
        {
            double factor = scale[channel] / Math.Sqrt((double)variance[channel] + epsilon);
            ReadOnlySpan<float> from = weights.Span.Slice(channel * perChannel, perChannel);
            Span<float> to = foldedWeights.Span.Slice(channel * perChannel, perChannel);
            for (int element = 0; element < perChannel; element++)
            {
                to[element] = (float)(from[element] * factor);
            }

            double before = oldBias is null ? 0 : oldBias.Span[channel];
            foldedBias.Span[channel] = (float)(((before - mean[channel]) * factor) + bias[channel]);
        }

        string weightsName = editor.Add(editor.FreshName(convolution.Inputs[1] + "_folded"), foldedWeights);
        string biasName = editor.Add(editor.FreshName(convolution.Inputs[1] + "_folded_bias"), foldedBias);
        editor.Nodes.Remove(normalization);
        editor.Nodes[index] = convolution.With([convolution.Inputs[0], weightsName, biasName], [normalization.Outputs[0]]);
    }

    private static Tensor<float>? Constant(GraphEditor editor, string name) => editor.Constants.GetValueOrDefault(name) as Tensor<float>;
}
