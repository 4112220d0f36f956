using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Operators;

/// <summary>The engine computes real numbers as Float32 whatever their size in the file; the other types stay what they are.</summary>
internal static class EngineType
{
    /// <summary>The type that stands for <paramref name="type"/> in a graph.</summary>
    public static ElementType Of(ElementType type) => type is ElementType.Float16 or ElementType.Float64 ? ElementType.Float32 : type;

    /// <summary>The tensor with its real numbers as Float32.</summary>
    public static Tensor Convert(Tensor tensor) => tensor switch
    {
        Tensor<Half> half => Tensor.From(half.Shape, Array.ConvertAll(half.Span.ToArray(), value => (float)value).AsMemory()),
        Tensor<double> wide => Tensor.From(wide.Shape, Array.ConvertAll(wide.Span.ToArray(), value => (float)value).AsMemory()),
        _ => tensor,
    };
}
