namespace MLNetTransfer.Datasets;

/// <summary>A picture file and the class it belongs to.</summary>
/// <param name="Path">Path of the file: the scanned folder as it was given, and the way below it.</param>
/// <param name="ClassIndex">Position in <see cref="ImageDataset.Classes"/>.</param>
public record ImageItem(string Path, int ClassIndex);
