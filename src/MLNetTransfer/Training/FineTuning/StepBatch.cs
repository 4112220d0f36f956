using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>What a training step sees: the values at the freeze line of some pictures, and what they should be classified as. Overwritten by the next step.</summary>
/// <param name="Inputs">One tensor for each value at the line, its first dimension the pictures.</param>
/// <param name="Labels">Class of each picture.</param>
/// <param name="Targets">[pictures, classes], or null where the labels say all.</param>
public sealed record StepBatch(IReadOnlyDictionary<string, Tensor> Inputs, ReadOnlyMemory<int> Labels, Tensor<float>? Targets)
{
    /// <summary>Number of pictures.</summary>
    public int Count => Labels.Length;

    /// <summary>Some neighbouring pictures of the batch, in the same memory.</summary>
    public StepBatch Part(int first, int count) => count == Count ? this : new StepBatch(
        Inputs.ToDictionary(input => input.Key, Tensor (input) => Rows((Tensor<float>)input.Value, first, count), StringComparer.Ordinal),
        Labels.Slice(first, count),
        Targets is null ? null : Rows(Targets, first, count));

    private static Tensor<float> Rows(Tensor<float> tensor, int first, int count)
    {
        int length = tensor.Shape.Count / tensor.Shape[0];
        return Tensor.From(new Shape([count, .. tensor.Shape.Dimensions[1..]]), tensor.Memory.Slice(first * length, count * length), tensor.Format);
    }
}
