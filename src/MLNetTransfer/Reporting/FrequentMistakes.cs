using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Reporting;

/// <summary>What is most often taken for what; of pairs that are as frequent the one first that is the larger share of its class.</summary>
internal static class FrequentMistakes
{
    /// <param name="metrics">The figures.</param>
    /// <param name="most">At most so many.</param>
    public static IReadOnlyList<(int Row, int Column, long Count)> Of(ClassificationMetrics metrics, int most) =>
    [
        .. metrics.Confusion
            .SelectMany((counts, row) => counts.Select((count, column) => (Row: row, Column: column, Count: count)))
            .Where(cell => cell.Row != cell.Column && cell.Count > 0)
            .OrderByDescending(cell => cell.Count)
            .ThenByDescending(cell => (double)cell.Count / metrics.Classes[cell.Row].Support)
            .Take(most),
    ];
}
