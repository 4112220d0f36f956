using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Onnx;

/// <summary>An input or output of a graph as the file declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">What it holds.</param>
/// <param name="Dimensions">Its dimensions, or null where even the rank is unknown.</param>
public sealed record OnnxValueInfo(string Name, ElementType ElementType, IReadOnlyList<OnnxDimension>? Dimensions)
{
    /// <summary>Type and dimensions as messages show them.</summary>
    public override string ToString() => $"{ElementType} [{(Dimensions is null ? "?" : string.Join(", ", Dimensions))}]";
}
