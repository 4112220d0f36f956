namespace MLNetTransfer.Evaluation;

/// <summary>The difference of two shares that were measured on the same things.</summary>
public static class PairedDifference
{
    /// <summary>
    /// The 95 % interval of the share of the second less that of the first: the square-and-add interval of Wilson's intervals of both, with a correlation that is corrected for
    /// continuity (R. G. Newcombe, "Improved confidence intervals for the difference between binomial proportions based on paired data", 1998, method 10).
    /// </summary>
    /// <param name="both">How often both succeed.</param>
    /// <param name="onlyFirst">How often the first alone does.</param>
    /// <param name="onlySecond">How often the second alone does.</param>
    /// <param name="neither">How often neither does.</param>
    public static ConfidenceInterval Newcombe(long both, long onlyFirst, long onlySecond, long neither)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(both);
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        ArgumentOutOfRangeException.ThrowIfNegative(neither);
        long trials = both + onlyFirst + onlySecond + neither;
        double first = (double)(both + onlyFirst) / trials;
        double second = (double)(both + onlySecond) / trials;
        ConfidenceInterval firstInterval = ConfidenceInterval.Wilson(both + onlyFirst, trials);
        ConfidenceInterval secondInterval = ConfidenceInterval.Wilson(both + onlySecond, trials);
        double correlation = Correlation(both, onlyFirst, onlySecond, neither);
        double difference = second - first;
        return new ConfidenceInterval(
            difference - SquareAndAdd(second - secondInterval.Low, firstInterval.High - first, correlation),
            difference + SquareAndAdd(secondInterval.High - second, first - firstInterval.Low, correlation));
    }

    private static double SquareAndAdd(double one, double other, double correlation) =>
        Math.Sqrt(Math.Max(0, (one * one) - (2 * correlation * one * other) + (other * other)));

    private static double Correlation(double both, double onlyFirst, double onlySecond, double neither)
    {
        double product = (both + onlyFirst) * (onlySecond + neither) * (both + onlySecond) * (onlyFirst + neither);
        if (product == 0)
        {
            return 0;
        }

        double agreement = (both * neither) - (onlyFirst * onlySecond);
        double half = (both + onlyFirst + onlySecond + neither) / 2;
        return (agreement > 0 ? Math.Max(0, agreement - half) : agreement) / Math.Sqrt(product);
    }
}
