using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Fingerprints;

namespace MLNetTransfer.Training.FeatureExtraction;

/// <summary>A picture with its features.</summary>
/// <param name="Item">Path and class.</param>
/// <param name="Key">Its content.</param>
/// <param name="Row">The row of the <see cref="FeatureCache"/>.</param>
public sealed record ExtractedPicture(ImageItem Item, ContentKey Key, int Row)
{
    /// <summary>What the square that the network sees looks like in little.</summary>
    internal PictureFingerprint? Fingerprint { get; init; }
}
