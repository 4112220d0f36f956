using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Graphs;

/// <summary>An input that the caller of a graph gives.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">What it holds.</param>
/// <param name="Dimensions">Its dimensions, free ones without a number; null where even the rank is unknown.</param>
public sealed record GraphInput(string Name, ElementType ElementType, IReadOnlyList<OnnxDimension>? Dimensions);
