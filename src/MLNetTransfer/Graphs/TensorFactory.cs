using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Graphs;

/// <summary>Makes tensors of an element type that is known at run time only.</summary>
internal static class TensorFactory
{
    public static Tensor Create(ElementType type, Shape shape, MemoryFormat format = MemoryFormat.Contiguous) => type switch
    {
        ElementType.Float32 => Tensor.Create<float>(shape, format),
        ElementType.Float64 => Tensor.Create<double>(shape, format),
        ElementType.Float16 => Tensor.Create<Half>(shape, format),
        ElementType.Int64 => Tensor.Create<long>(shape, format),
        ElementType.Int32 => Tensor.Create<int>(shape, format),
        ElementType.Int16 => Tensor.Create<short>(shape, format),
        ElementType.Int8 => Tensor.Create<sbyte>(shape, format),
        ElementType.UInt64 => Tensor.Create<ulong>(shape, format),
        ElementType.UInt32 => Tensor.Create<uint>(shape, format),
        ElementType.UInt16 => Tensor.Create<ushort>(shape, format),
        ElementType.UInt8 => Tensor.Create<byte>(shape, format),
        ElementType.Boolean => Tensor.Create<bool>(shape, format),
        _ => Tensor.From<string>(shape, new string[shape.Count], format),
    };
}
