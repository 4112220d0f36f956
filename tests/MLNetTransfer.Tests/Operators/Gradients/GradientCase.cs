using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Onnx;

namespace MLNetTransfer.Tests.Operators.Gradients;

/// <summary>A node with inputs at which its outputs can be differentiated, a step of 0.02 in every direction included.</summary>
/// <param name="Node">The node.</param>
/// <param name="Inputs">One tensor an input, contiguous, null where an optional one is left out.</param>
public sealed record GradientCase(OnnxNode Node, params Tensor?[] Inputs);
