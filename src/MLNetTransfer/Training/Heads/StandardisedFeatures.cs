namespace MLNetTransfer.Training.Heads;

/// <summary>
/// Standardised features in blocks of rows. They are kept when they fit into the memory that is allowed, otherwise read anew each time; the numbers are the
/// same either way.
/// </summary>
internal sealed class StandardisedFeatures
{
    private const int BlockElements = 1 << 19;
    private const int MaximumBlockRows = 1024;

    private const long LeastMemoryLimit = 128L << 20;

    private readonly IFeatureSource _source;
    private readonly FeatureStandardisation _standardisation;
    private readonly float[]? _all;
    private readonly float[] _block;

    public StandardisedFeatures(IFeatureSource source, FeatureStandardisation standardisation, long memoryLimit)
    {
        _source = source;
        _standardisation = standardisation;
        BlockRows = Math.Min(source.RowCount, Math.Clamp(BlockElements / source.FeatureLength, 32, MaximumBlockRows));
        long elements = (long)source.RowCount * source.FeatureLength;
        if (elements <= Array.MaxLength && elements * sizeof(float) <= memoryLimit)
        {
            _all = new float[elements];
            source.Read(0, source.RowCount, _all);
            standardisation.Apply(_all);
        }

        _block = _all is null ? new float[BlockRows * source.FeatureLength] : [];
    }

    /// <summary>How much memory features may take where nobody says: an eighth of what the process may have.</summary>
    public static long DefaultMemoryLimit => Math.Max(LeastMemoryLimit, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8);

    public int RowCount => _source.RowCount;

    public int FeatureLength => _source.FeatureLength;

    /// <summary>Rows of each block but the last; depends on the size of the data only.</summary>
    public int BlockRows { get; }

    /// <summary>Neighbouring rows, at most <see cref="BlockRows"/>; valid until the next call.</summary>
    public ReadOnlySpan<float> Block(int firstRow, int rowCount)
    {
        if (_all is not null)
        {
            return _all.AsSpan(firstRow * FeatureLength, rowCount * FeatureLength);
        }

        Span<float> block = _block.AsSpan(0, rowCount * FeatureLength);
        _source.Read(firstRow, rowCount, block);
        _standardisation.Apply(block);
        return block;
    }

    /// <summary>Copies any rows.</summary>
    public void Gather(ReadOnlySpan<int> rows, Span<float> destination)
    {
        for (int index = 0; index < rows.Length; index++)
        {
            Span<float> row = destination.Slice(index * FeatureLength, FeatureLength);
            if (_all is not null)
            {
                _all.AsSpan(rows[index] * FeatureLength, FeatureLength).CopyTo(row);
            }
            else
            {
                _source.Read(rows[index], 1, row);
                _standardisation.Apply(row);
            }
        }
    }
}
