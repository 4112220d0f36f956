using MLNetTransfer.Compute.Kernels.ColumnSums;
using MLNetTransfer.Compute.Kernels.Convolution;

namespace MLNetTransfer.Compute.Kernels.DepthwiseConvolution;

/// <summary>The definition of the gradients of a depthwise convolution with its activation.</summary>
internal static class DepthwiseGradientReference
{
    /// <summary>
    /// Takes the gradient to the front of the activation, g[i] = slope(output[i]) outputGradient[i]; then biasGradient[c] += sum of g over the pixels, and input and weights get the
    /// gradients of a convolution whose output gradient is g.
    /// </summary>
    public static void Backward(
        in ConvolutionGeometry geometry,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> weights,
        ActivationSlope slope,
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> outputGradient,
        ReadOnlySpan<float> prior,
        Span<float> inputGradient,
        Span<float> weightGradient,
        Span<float> biasGradient)
    {
        float[] inFront = new float[geometry.OutputLength];
        for (int index = 0; index < inFront.Length; index++)
        {
            inFront[index] = slope.IsOne ? outputGradient[index] : (float)slope.Apply(output[index], outputGradient[index]);
        }

        if (!biasGradient.IsEmpty)
        {
            ColumnSumsReference.Add(geometry.Batch * geometry.OutputHeight * geometry.OutputWidth, geometry.OutputChannels, inFront, biasGradient);
        }

        if (!weightGradient.IsEmpty)
        {
            ConvolutionGradientReference.Weights(geometry, input, inFront, weightGradient);
        }

        if (!inputGradient.IsEmpty)
        {
            ConvolutionGradientReference.Input(geometry, inFront, weights, prior, inputGradient);
        }
    }
}
