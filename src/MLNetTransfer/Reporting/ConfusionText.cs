using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Reporting;

/// <summary>What a cell of a confusion matrix says.</summary>
internal static class ConfusionText
{
    public static string Of(ClassificationMetrics metrics, int row, int column)
    {
        long count = metrics.Confusion[row][column];
        long given = metrics.Confusion.Sum(counts => counts[column]);
        string what = row == column ? $"{metrics.Classes[row].Name}, recognised" : $"{metrics.Classes[row].Name}, taken for {metrics.Classes[column].Name}";
        return $"{what}: {ReportFormat.Count(count)} of {ReportFormat.Count(metrics.Classes[row].Support)} ({Share(count, metrics.Classes[row].Support)}); {Share(count, given)} of the answers '{metrics.Classes[column].Name}'";
    }

    private static string Share(long part, long whole) => whole == 0 ? "none" : ReportFormat.Percent((double)part / whole);
}
