namespace MLNetTransfer;

/// <summary>What a model file is.</summary>
/// <param name="Kind"><c>model.zip</c>, <c>model.onnx</c>, <c>stock</c> (a public classifier) or <c>backbone</c> (without classes).</param>
/// <param name="Path">The file.</param>
/// <param name="Sha256">SHA-256 of the file, in hexadecimal.</param>
/// <param name="Facts">Facts by name in the order to show them.</param>
/// <param name="Layers">The layers in the order in which they run.</param>
public sealed record ModelDescription(string Kind, string Path, string Sha256, IReadOnlyList<KeyValuePair<string, string>> Facts, IReadOnlyList<ModelLayer> Layers);
