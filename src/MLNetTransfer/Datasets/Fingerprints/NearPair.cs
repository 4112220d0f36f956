namespace MLNetTransfer.Datasets.Fingerprints;

/// <summary>Two pictures that are copies of each other.</summary>
/// <param name="First">Position of the one.</param>
/// <param name="Second">Position of the other, above <paramref name="First"/>.</param>
internal readonly record struct NearPair(int First, int Second);
