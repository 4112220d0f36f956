namespace MLNetTransfer.Reporting;

/// <summary>The epochs of a run in the order in which they were trained.</summary>
/// <param name="Rows">All phases.</param>
public sealed record TrainingHistory(IReadOnlyList<HistoryRow> Rows)
{
    /// <summary>A history without rows.</summary>
    public static TrainingHistory Empty { get; } = new([]);

    /// <summary>The rows of a phase.</summary>
    public IReadOnlyList<HistoryRow> Of(TrainingPhase phase) => [.. Rows.Where(row => row.Phase == phase)];

    /// <summary>The epoch of a phase that is kept, or null where none is marked.</summary>
    public HistoryRow? BestOf(TrainingPhase phase) => Rows.LastOrDefault(row => row.Phase == phase && row.IsBest);
}
