namespace MLNetTransfer.Training.Heads;

/// <summary>Features that are all in memory.</summary>
public sealed class MemoryFeatureSource : IFeatureSource
{
    private readonly ReadOnlyMemory<float> _features;

    /// <summary>Takes the features as they are, without a copy.</summary>
    /// <param name="features">[rows, featureLength], row-major.</param>
    /// <param name="featureLength">At least 1.</param>
    /// <exception cref="ArgumentException">The features are not whole rows.</exception>
    public MemoryFeatureSource(ReadOnlyMemory<float> features, int featureLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureLength, 1);
        if (features.Length % featureLength != 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"{features.Length} numbers are not whole rows of {featureLength} features."), nameof(features));
        }

        _features = features;
        FeatureLength = featureLength;
        RowCount = features.Length / featureLength;
    }

    /// <inheritdoc/>
    public int RowCount { get; }

    /// <inheritdoc/>
    public int FeatureLength { get; }

    /// <inheritdoc/>
    public void Read(int firstRow, int rowCount, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowCount, RowCount - firstRow);
        _features.Span.Slice(firstRow * FeatureLength, rowCount * FeatureLength).CopyTo(destination);
    }
}
