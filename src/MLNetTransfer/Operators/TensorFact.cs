using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Operators;

/// <summary>What is known of a value before anything runs: always its type and shape, for constants also the elements.</summary>
/// <param name="ElementType">What it holds.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Constant">Its elements (contiguous) where they do not depend on the input of the graph, else null.</param>
public sealed record TensorFact(ElementType ElementType, Shape Shape, Tensor? Constant = null)
{
    /// <summary>The fact of a constant.</summary>
    public static TensorFact Of(Tensor constant) => new(constant.ElementType, constant.Shape, constant);
}
