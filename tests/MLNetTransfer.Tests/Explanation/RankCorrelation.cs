namespace MLNetTransfer.Tests.Explanation;

/// <summary>Spearman's rank correlation; equal values share the mean of their ranks.</summary>
internal static class RankCorrelation
{
    public static double Of(float[] first, float[] second)
    {
        double[] left = Ranks(first);
        double[] right = Ranks(second);
        double mean = (first.Length - 1) / 2.0;
        double product = left.Zip(right, (one, other) => (one - mean) * (other - mean)).Sum();
        double squares = Math.Sqrt(left.Sum(rank => (rank - mean) * (rank - mean)) * right.Sum(rank => (rank - mean) * (rank - mean)));
        return squares == 0 ? 0 : Math.Round(product / squares, 12);
    }

    private static double[] Ranks(float[] values) =>
        [.. values.Select(value => values.Count(other => other < value) + ((values.Count(other => other == value) - 1) / 2.0))];
}
