namespace MLNetTransfer.Reporting.Verdicts;

/// <summary>
/// The exact sign test, which on the pictures that two classifiers answer differently is McNemar's (1947): where neither is better, each of these pictures is won by
/// either with a probability of one half.
/// </summary>
internal static class SignTest
{
    /// <summary>Probability of at least so many wins of one side where neither is better.</summary>
    /// <param name="wins">Pictures that only the one has right.</param>
    /// <param name="losses">Pictures that only the other has right.</param>
    public static double OneSided(long wins, long losses)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wins);
        ArgumentOutOfRangeException.ThrowIfNegative(losses);
        long trials = wins + losses;
        // ln(C(n, k) / 2^n) from k = n downwards, each term from the one before it: no factorial is ever formed.
        double term = -trials * Math.Log(2);
        double sum = 0;
        for (long count = trials; count >= wins; count--)
        {
            sum += Math.Exp(term);
            term += Math.Log(count) - Math.Log(trials - count + 1);
        }

        return Math.Min(1, sum);
    }
}
