namespace MLNetTransfer.Inspection;

/// <summary>How numbers are spread; all 0 where there are none.</summary>
/// <param name="Least">The smallest.</param>
/// <param name="Median">As many are below as above.</param>
/// <param name="Most">The largest.</param>
public sealed record Spread(double Least, double Median, double Most)
{
    internal static Spread Of(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return sorted.Length == 0 ? new Spread(0, 0, 0) : new Spread(sorted[0], (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[^1]);
    }
}
