namespace MLNetTransfer.Inspection;

/// <summary>A picture file before it is read.</summary>
internal readonly record struct FoundPicture(string Path, string Split, string ClassName);
