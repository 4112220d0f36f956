using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Operators;

/// <summary>Where kernels that add to a gradient write to.</summary>
internal static class GradientTarget
{
    /// <summary>The gradient of an input, holding what is to be added to: the part that was there before, or zeros.</summary>
    public static Span<float> ToAddTo(BackwardContext context, int input)
    {
        Tensor<float> target = context.InputGradient(input);
        if (context.Prior(input) is not Tensor<float> prior)
        {
            target.Span.Clear();
        }
        else if (!prior.Memory.Equals(target.Memory))
        {
            prior.Span.CopyTo(target.Span);
        }

        return target.Span;
    }
}
