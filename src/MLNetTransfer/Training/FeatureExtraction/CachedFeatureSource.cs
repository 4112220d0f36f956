using MLNetTransfer.Training.Heads;

namespace MLNetTransfer.Training.FeatureExtraction;

/// <summary>Chosen rows of a <see cref="FeatureCache"/>, read from the file whenever they are asked for, so that memory does not grow with their number.</summary>
public sealed class CachedFeatureSource(FeatureCache cache, IReadOnlyList<int> rows) : IFeatureSource
{
    /// <inheritdoc/>
    public int RowCount => rows.Count;

    /// <inheritdoc/>
    public int FeatureLength => cache.FeatureLength;

    /// <inheritdoc/>
    public void Read(int firstRow, int rowCount, Span<float> destination)
    {
        for (int index = 0; index < rowCount; index++)
        {
            cache.Read(rows[firstRow + index], destination.Slice(index * FeatureLength, FeatureLength));
        }
    }
}
