namespace MLNetTransfer.Onnx;

/// <summary>What an ONNX file holds.</summary>
/// <param name="IrVersion">Version of the file format.</param>
/// <param name="OperatorSets">Version of each operator set by domain, the default domain under the empty name.</param>
/// <param name="ProducerName">The program that wrote it.</param>
/// <param name="ProducerVersion">The version of that program.</param>
/// <param name="Metadata">Free texts by key.</param>
/// <param name="Graph">The graph.</param>
public sealed record OnnxModel(
    long IrVersion,
    IReadOnlyDictionary<string, int> OperatorSets,
    string ProducerName,
    string ProducerVersion,
    IReadOnlyDictionary<string, string> Metadata,
    OnnxGraph Graph);
