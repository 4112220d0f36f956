namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>A rectangle of whole pixels.</summary>
internal readonly record struct PixelBox(int Left, int Top, int Width, int Height);
