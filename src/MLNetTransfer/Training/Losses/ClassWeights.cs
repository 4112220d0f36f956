using System.Globalization;

namespace MLNetTransfer.Training.Losses;

/// <summary>How much the pictures of each class count, so that uneven folders do not drown the small ones.</summary>
public static class ClassWeights
{
    /// <summary>
    /// Largest class over smallest class above which training balances by itself. Below it, a classifier that follows the counts loses little; above it, the pictures of the
    /// smallest class are fewer than one in four of those of the largest, and one batch of 32 of two such classes holds six of them on average.
    /// </summary>
    public const double AutomaticRatio = 4;

    /// <summary>
    /// Weights that make all classes count alike: pictures / (classes that have any x pictures of the class), so that their mean over the pictures is 1. A class
    /// without pictures gets 0.
    /// </summary>
    /// <param name="counts">Number of training pictures of each class.</param>
    /// <exception cref="ArgumentException">A count is negative, or all are 0.</exception>
    public static double[] Balanced(IReadOnlyList<int> counts)
    {
        Check(counts);
        double share = counts.Sum(count => (double)count) / counts.Count(count => count > 0);
        return [.. counts.Select(count => count == 0 ? 0 : share / count)];
    }

    /// <summary>Pictures of the largest class for each one of the smallest; classes without any are left out.</summary>
    /// <param name="counts">Number of training pictures of each class.</param>
    /// <exception cref="ArgumentException">A count is negative, or all are 0.</exception>
    public static double RatioOf(IReadOnlyList<int> counts)
    {
        Check(counts);
        return (double)counts.Max() / counts.Where(count => count > 0).Min();
    }

    /// <summary>Whether the folders are so uneven (<see cref="AutomaticRatio"/>) that training balances unless told otherwise.</summary>
    /// <param name="counts">Number of training pictures of each class.</param>
    /// <exception cref="ArgumentException">A count is negative, or all are 0.</exception>
    public static bool ShouldBalance(IReadOnlyList<int> counts) => RatioOf(counts) > AutomaticRatio;

    private static void Check(IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Any(count => count < 0) || !counts.Any(count => count > 0))
        {
            string found = string.Join(", ", counts.Select(count => count.ToString(CultureInfo.InvariantCulture)));
            throw new ArgumentException($"The pictures of the classes are [{found}]; expected are numbers from 0, one of them above.", nameof(counts));
        }
    }
}
