using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace MLNetTransfer.Benchmarks;

/// <summary>Billions of additions and multiplications a second, for cases that are an <see cref="IWork"/>.</summary>
public sealed class GigaflopsColumn : IColumn
{
    public string Id => nameof(GigaflopsColumn);

    public string ColumnName => "GFLOP/s";

    public string Legend => "Billions of additions and multiplications a second, by the median";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, summary.Style);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        IWork? work = benchmarkCase.Parameters.Items.Select((ParameterInstance item) => item.Value).OfType<IWork>().FirstOrDefault();
        double? nanoseconds = summary[benchmarkCase]?.ResultStatistics?.Median;
        return work is null || nanoseconds is null ? "" : (2 * work.MultiplyCount / nanoseconds.Value).ToString("F1", CultureInfo.InvariantCulture);
    }
}
