using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Tests.Operators.Gradients;

/// <summary>Every operator that has a gradient, in its forms.</summary>
internal static class GradientCases
{
    public static Dictionary<string, GradientCase> All { get; } = new[]
    {
        ElementwiseGradientCases.All,
        MovementGradientCases.All,
        ReductionGradientCases.All,
        WindowGradientCases.All,
    }.SelectMany(cases => cases).ToDictionary(StringComparer.Ordinal);

    /// <summary>Numbers 0.1 apart, in an order that looks random: odd multiples of 0.05 plus the offset.</summary>
    public static Tensor<float> Spread(int seed, float offset, params int[] dimensions)
    {
        Tensor<float> tensor = Tensor.Create<float>(new Shape(dimensions));
        for (int index = 0; index < tensor.Shape.Count; index++)
        {
            tensor.Span[index] = ((index - (tensor.Shape.Count / 2)) * 0.1f) + 0.05f + offset;
        }

        new Random(seed).Shuffle(tensor.Span);
        return tensor;
    }

    /// <summary>Numbers from 0.5 to 1.5.</summary>
    public static Tensor<float> Positive(int seed, params int[] dimensions)
    {
        Tensor<float> tensor = OperatorHarness.Random(seed, dimensions);
        foreach (ref float value in tensor.Span)
        {
            value = 1 + (value / 2);
        }

        return tensor;
    }
}
