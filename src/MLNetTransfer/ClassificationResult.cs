namespace MLNetTransfer;

/// <summary>The answer for one picture file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Top">The most probable classes, best first; empty when there is an error.</param>
/// <param name="Error">Why the file could not be classified, or null.</param>
public sealed record ClassificationResult(string Path, IReadOnlyList<LabelProbability> Top, string? Error);
