namespace MLNetTransfer.Evaluation;

/// <summary>
/// Whether two classifiers are equally often right, by the pictures that only one of them has right (Q. McNemar, "Note on the sampling error of the difference between
/// correlated proportions or percentages", 1947).
/// </summary>
/// <param name="OnlyFirst">Pictures that only the first has right.</param>
/// <param name="OnlySecond">Pictures that only the second has right.</param>
/// <param name="PValue">Probability of a difference as large as this or larger if both were equally good; two-sided, 0 to 1.</param>
/// <param name="Method">How it was computed.</param>
public sealed record McNemarTest(long OnlyFirst, long OnlySecond, double PValue, string Method)
{
    /// <summary>Below so many pictures on which one is right the exact test is taken, from here on the mid-p test.</summary>
    public const int ExactBelow = 25;

    /// <summary>
    /// The exact binomial test below <see cref="ExactBelow"/> pictures. It errs on the safe side; with more pictures the mid-p test does not (M. W. Fagerland, S. Lydersen
    /// and P. Laake, "The McNemar test for binary matched-pairs data: mid-p and asymptotic are better than exact conditional", 2013).
    /// </summary>
    /// <param name="onlyFirst">From 0.</param>
    /// <param name="onlySecond">From 0.</param>
    public static McNemarTest Compute(long onlyFirst, long onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        long trials = onlyFirst + onlySecond;
        long smaller = Math.Min(onlyFirst, onlySecond);
        bool isExact = trials < ExactBelow;
        double tail = 0;
        double term = 0;

        // The terms of the binomial distribution with 1/2 as logarithms, so that 2^-trials does not vanish.
        double logarithm = -trials * Math.Log(2);
        for (long count = 0; count <= smaller; count++)
        {
            term = Math.Exp(logarithm);
            tail += term;
            logarithm += Math.Log((double)(trials - count) / (count + 1));
        }

        return new McNemarTest(
            onlyFirst,
            onlySecond,
            Math.Min(1, (2 * tail) - (isExact ? 0 : term)),
            isExact ? "McNemar's test, exact" : "McNemar's test, mid-p");
    }
}
