namespace MLNetTransfer.Compute.Tensors;

/// <summary>An array of known shape and element type; <see cref="Tensor{T}"/> holds the elements.</summary>
public abstract class Tensor
{
    private protected Tensor(ElementType elementType, Shape shape, MemoryFormat format)
    {
        if (format == MemoryFormat.ChannelsLast && shape.Rank != 4)
        {
            throw new ArgumentException($"Only a tensor of rank 4 can be stored channels-last, this one is {shape}.", nameof(format));
        }

        ElementType = elementType;
        Shape = shape;
        Format = format;
    }

    /// <summary>What the tensor holds.</summary>
    public ElementType ElementType { get; }

    /// <summary>The dimensions, in the order of the ONNX operators whatever <see cref="Format"/> is.</summary>
    public Shape Shape { get; }

    /// <summary>How the elements lie in memory.</summary>
    public MemoryFormat Format { get; }

    /// <summary>Makes a contiguous tensor with elements of its own, all zero.</summary>
    public static Tensor<T> Create<T>(Shape shape, MemoryFormat format = MemoryFormat.Contiguous)
        where T : notnull => new(shape, TensorMemory.Allocate<T>(shape.Count), format);

    /// <summary>Wraps elements that are already there, without a copy.</summary>
    public static Tensor<T> From<T>(Shape shape, Memory<T> elements, MemoryFormat format = MemoryFormat.Contiguous)
        where T : notnull => new(shape, elements, format);

    /// <summary>Makes a tensor of rank 1 from its elements.</summary>
    public static Tensor<T> FromValues<T>(params T[] elements)
        where T : notnull => new(new Shape(elements.Length), elements, MemoryFormat.Contiguous);

    /// <summary>The same elements under another shape with as many elements; contiguous tensors only.</summary>
    public abstract Tensor Reshape(Shape shape);

    /// <summary>Some entries of the outermost dimension, the same memory.</summary>
    /// <param name="first">The first entry.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public abstract Tensor Slice(int first, int count);

    /// <summary>The element type that stands for <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static ElementType ElementTypeOf<T>() =>
        typeof(T) == typeof(float) ? ElementType.Float32
        : typeof(T) == typeof(double) ? ElementType.Float64
        : typeof(T) == typeof(Half) ? ElementType.Float16
        : typeof(T) == typeof(long) ? ElementType.Int64
        : typeof(T) == typeof(int) ? ElementType.Int32
        : typeof(T) == typeof(short) ? ElementType.Int16
        : typeof(T) == typeof(sbyte) ? ElementType.Int8
        : typeof(T) == typeof(ulong) ? ElementType.UInt64
        : typeof(T) == typeof(uint) ? ElementType.UInt32
        : typeof(T) == typeof(ushort) ? ElementType.UInt16
        : typeof(T) == typeof(byte) ? ElementType.UInt8
        : typeof(T) == typeof(bool) ? ElementType.Boolean
        : typeof(T) == typeof(string) ? ElementType.String
        : throw new NotSupportedException($"No tensor holds {typeof(T)}.");
}
