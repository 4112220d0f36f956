namespace MLNetTransfer.Compute.Kernels;

/// <summary>The gradients of activations as their definitions say.</summary>
internal static class ActivationGradientReference
{
    public static void Apply(Activation activation, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        for (int index = 0; index < output.Length; index++)
        {
            float result = output[index];
            float factor = activation.Kind == ActivationKind.LeakyRelu ? (result >= 0 ? 1 : activation.First)
                : result > activation.Low && result < activation.High ? 1 : 0;
            inputGradient[index] = outputGradient[index] * factor;
        }
    }
}
