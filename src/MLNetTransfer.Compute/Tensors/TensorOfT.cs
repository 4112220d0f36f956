namespace MLNetTransfer.Compute.Tensors;

/// <summary>A tensor with its elements.</summary>
/// <typeparam name="T">One of the types that <see cref="Tensors.ElementType"/> lists.</typeparam>
public sealed class Tensor<T> : Tensor
    where T : notnull
{
    internal Tensor(Shape shape, Memory<T> elements, MemoryFormat format)
        : base(ElementTypeOf<T>(), shape, format)
    {
        if (elements.Length != shape.Count)
        {
            throw new ArgumentException($"A tensor of shape {shape} has {shape.Count} elements, {elements.Length} were given.", nameof(elements));
        }

        Memory = elements;
    }

    /// <summary>The elements in the order of <see cref="Tensor.Format"/>.</summary>
    public Memory<T> Memory { get; }

    /// <summary>The elements in the order of <see cref="Tensor.Format"/>.</summary>
    public Span<T> Span => Memory.Span;

    /// <inheritdoc/>
    public override Tensor<T> Reshape(Shape shape)
    {
        if (Format != MemoryFormat.Contiguous)
        {
            throw new InvalidOperationException($"Only a contiguous tensor can be reshaped, this one is {Format}.");
        }

        return new Tensor<T>(shape, Memory, MemoryFormat.Contiguous);
    }

    /// <inheritdoc/>
    public override Tensor<T> Slice(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (Shape.Rank == 0 || count > Shape[0] - first)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"A tensor of shape {Shape} has no {count} entries from {first} on.");
        }

        int length = Shape[0] == 0 ? 0 : Shape.Count / Shape[0];
        return new Tensor<T>(Shape.With(0, count), Memory.Slice(first * length, count * length), Format);
    }
}
