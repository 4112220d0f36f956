namespace MLNetTransfer.Training.Heads;

/// <summary>Some rows of another source, in any order: one split of features that are kept together.</summary>
public sealed class FeatureSubset : IFeatureSource
{
    private readonly IFeatureSource _source;
    private readonly int[] _rows;

    /// <summary>Selects rows; no other row of the source is ever read.</summary>
    /// <param name="source">Where the rows are.</param>
    /// <param name="rows">Their numbers.</param>
    /// <exception cref="ArgumentException">A number is not that of a row.</exception>
    public FeatureSubset(IFeatureSource source, IEnumerable<int> rows)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _rows = [.. rows];
        foreach (int row in _rows)
        {
            if ((uint)row >= (uint)source.RowCount)
            {
                throw new ArgumentException(FormattableString.Invariant($"There is no row {row}; the source has {source.RowCount}, counted from 0."), nameof(rows));
            }
        }
    }

    /// <inheritdoc/>
    public int RowCount => _rows.Length;

    /// <inheritdoc/>
    public int FeatureLength => _source.FeatureLength;

    /// <inheritdoc/>
    public void Read(int firstRow, int rowCount, Span<float> destination)
    {
        ReadOnlySpan<int> rows = _rows.AsSpan(firstRow, rowCount);
        int length = FeatureLength;
        for (int start = 0; start < rows.Length;)
        {
            int end = start + 1;
            while (end < rows.Length && rows[end] == rows[end - 1] + 1)
            {
                end++;
            }

            _source.Read(rows[start], end - start, destination.Slice(start * length, (end - start) * length));
            start = end;
        }
    }
}
