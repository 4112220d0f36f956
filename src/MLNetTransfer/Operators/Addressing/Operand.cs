using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Operators.Addressing;

/// <summary>A tensor with the shape under which it is broadcast: its own, or that with dimensions of length 1 put in.</summary>
/// <param name="Tensor">The elements.</param>
/// <param name="Shape">The shape to broadcast.</param>
internal readonly record struct Operand<T>(Tensor<T> Tensor, Shape Shape)
    where T : notnull
{
    /// <summary>The tensor under its own shape.</summary>
    public Operand(Tensor<T> tensor)
        : this(tensor, tensor.Shape)
    {
    }

    /// <summary>How the elements lie in memory.</summary>
    public MemoryFormat Format => Tensor.Format;

    /// <summary>The elements.</summary>
    public ReadOnlySpan<T> Span => Tensor.Span;
}
