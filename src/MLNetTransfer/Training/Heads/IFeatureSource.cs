namespace MLNetTransfer.Training.Heads;

/// <summary>Rows of features, one for each picture, wherever they are kept. Read by one thread at a time.</summary>
public interface IFeatureSource
{
    /// <summary>Number of rows.</summary>
    int RowCount { get; }

    /// <summary>Number of features in each row.</summary>
    int FeatureLength { get; }

    /// <summary>Copies neighbouring rows.</summary>
    /// <param name="firstRow">From 0.</param>
    /// <param name="rowCount">From 0; <paramref name="firstRow"/> + <paramref name="rowCount"/> is at most <see cref="RowCount"/>.</param>
    /// <param name="destination">[rowCount, FeatureLength], row-major.</param>
    void Read(int firstRow, int rowCount, Span<float> destination);
}
