namespace MLNetTransfer.Datasets;

/// <summary>A picture that was left out because it cannot be used.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Reason">Why, in words for the user.</param>
public sealed record SkippedPicture(string Path, string Reason);
