using MLNetTransfer.Datasets;

namespace MLNetTransfer.Training.FeatureExtraction;

/// <summary>What <see cref="FeatureExtractor"/> found.</summary>
/// <param name="Pictures">The pictures that have features, in the order of the items.</param>
/// <param name="Skipped">The pictures that have none, with the reason.</param>
/// <param name="Computed">How many were computed; the others came from the cache.</param>
public sealed record ExtractedFeatures(IReadOnlyList<ExtractedPicture> Pictures, IReadOnlyList<SkippedPicture> Skipped, int Computed);
