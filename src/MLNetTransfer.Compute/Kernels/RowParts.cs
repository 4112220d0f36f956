namespace MLNetTransfer.Compute.Kernels;

/// <summary>Divides rows into parts of at least 64, at most 64 of them, by their number alone, so that sums do not depend on the number of threads.</summary>
internal readonly struct RowParts
{
    private const int LeastRows = 64;
    private const int MostParts = 64;

    private readonly int _rows;
    private readonly int _rowsOfPart;

    public RowParts(int rows)
    {
        _rows = rows;
        _rowsOfPart = Math.Max(LeastRows, (rows + MostParts - 1) / MostParts);
        Count = (rows + _rowsOfPart - 1) / _rowsOfPart;
    }

    /// <summary>Number of parts.</summary>
    public int Count { get; }

    /// <summary>First row of a part, and the one behind its last.</summary>
    public (int First, int End) Locate(int part) => (part * _rowsOfPart, Math.Min(_rows, (part + 1) * _rowsOfPart));
}
