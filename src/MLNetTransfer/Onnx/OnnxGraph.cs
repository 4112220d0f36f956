using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Onnx;

/// <summary>The graph of an ONNX file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">The inputs that a caller gives; initialisers that the file lists as inputs too are left out.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="Nodes">The nodes in the order of the file.</param>
/// <param name="Initializers">The constants by name.</param>
public sealed record OnnxGraph(
    string Name,
    IReadOnlyList<OnnxValueInfo> Inputs,
    IReadOnlyList<OnnxValueInfo> Outputs,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyDictionary<string, Tensor> Initializers);
