namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>One row of an epoch.</summary>
/// <param name="Item">Position of the picture in the list.</param>
/// <param name="Occurrence">How often the picture has come before in the same epoch.</param>
internal readonly record struct EpochRow(int Item, int Occurrence);
