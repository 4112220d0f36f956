using System.Globalization;

namespace MLNetTransfer.Cli.Output;

// How far a piece of work is, and the words for it.
internal sealed class ProgressState(string title, long total, string unit, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private long _done;

    internal string Title { get; } = title;

    internal string DetailText { get; set; } = string.Empty;

    internal TimeSpan Elapsed => clock.GetElapsedTime(_started);

    internal void Advance(long by) => Interlocked.Add(ref _done, by);

    internal string Describe()
    {
        long done = Interlocked.Read(ref _done);
        double seconds = Elapsed.TotalSeconds;
        List<string> parts = [];
        parts.Add(total > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Amount(done)} of {AmountWithUnit(total)} ({100.0 * done / total:0} %)")
            : AmountWithUnit(done));
        if (done > 0 && seconds >= 0.5)
        {
            double rate = done / seconds;
            parts.Add(Quantity.Rate(rate, unit));
            if (total > done)
            {
                parts.Add(Quantity.Duration(TimeSpan.FromSeconds(Math.Min((total - done) / rate, 360_000_000))) + " left");
            }
        }

        if (DetailText.Length > 0)
        {
            parts.Add(DetailText);
        }

        return $"{Title}: {string.Join(", ", parts)}";
    }

    internal string DescribeEnd()
    {
        long done = Interlocked.Read(ref _done);
        TimeSpan elapsed = Elapsed;
        string rate = done > 0 && elapsed.TotalSeconds > 0.05 ? $" ({Quantity.Rate(done / elapsed.TotalSeconds, unit)})" : string.Empty;
        string detail = DetailText.Length > 0 ? $", {DetailText}" : string.Empty;
        string of = total > 0 && done < total ? $" of {Amount(total)}" : string.Empty;
        return $"{Title}: {AmountWithUnit(done)}{of} in {Quantity.Duration(elapsed)}{rate}{detail}";
    }

    private string Amount(long count) => unit == "bytes" ? Quantity.Bytes(count) : Quantity.Count(count);

    private string AmountWithUnit(long count) => unit == "bytes" ? Amount(count) : $"{Amount(count)} {unit}";
}
