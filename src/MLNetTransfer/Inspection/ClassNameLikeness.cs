namespace MLNetTransfer.Inspection;

/// <summary>Finds names that are probably the same name written differently: upper and lower case, spaces and underscores, plural, one slip of the keyboard.</summary>
internal static class ClassNameLikeness
{
    // In a shorter name one letter makes another word: cat and bat.
    private const int ShortestWithSlip = 5;
    private const int ShortestWithTwoSlips = 10;

    /// <summary>All pairs of names that look alike.</summary>
    public static IEnumerable<(string First, string Second)> FindPairs(IReadOnlyList<string> names)
    {
        string[] plain = [.. names.Select(Simplify)];
        for (int first = 0; first < names.Count; first++)
        {
            for (int second = first + 1; second < names.Count; second++)
            {
                if (AreAlike(plain[first], plain[second]))
                {
                    yield return (names[first], names[second]);
                }
            }
        }
    }

    /// <summary>Insertions, deletions, substitutions and exchanges of neighbours between two texts, no part being changed twice (optimal string alignment after F. Damerau, 1964).</summary>
    public static int Distance(string first, string second)
    {
        int[,] distances = new int[first.Length + 1, second.Length + 1];
        for (int row = 0; row <= first.Length; row++)
        {
            distances[row, 0] = row;
        }

        for (int column = 0; column <= second.Length; column++)
        {
            distances[0, column] = column;
        }

        for (int row = 1; row <= first.Length; row++)
        {
            for (int column = 1; column <= second.Length; column++)
            {
                int cost = first[row - 1] == second[column - 1] ? 0 : 1;
                int best = Math.Min(Math.Min(distances[row - 1, column] + 1, distances[row, column - 1] + 1), distances[row - 1, column - 1] + cost);
                bool isExchange = row > 1 && column > 1 && first[row - 1] == second[column - 2] && first[row - 2] == second[column - 1];
                distances[row, column] = isExchange ? Math.Min(best, distances[row - 2, column - 2] + 1) : best;
            }
        }

        return distances[first.Length, second.Length];
    }

    private static bool AreAlike(string first, string second)
    {
        if (first == second || Singular(first) == Singular(second))
        {
            return true;
        }

        int shorter = Math.Min(first.Length, second.Length);
        int allowed = shorter >= ShortestWithTwoSlips ? 2 : shorter >= ShortestWithSlip ? 1 : 0;
        return Math.Abs(first.Length - second.Length) <= allowed && !DifferInDigits(first, second) && Distance(first, second) <= allowed;
    }

    // Numbered classes are meant to differ by their numbers.
    private static bool DifferInDigits(string first, string second) =>
        !first.Where(char.IsDigit).SequenceEqual(second.Where(char.IsDigit));

    private static string Simplify(string name) => string.Concat(name.Where(letter => letter is not (' ' or '_' or '-' or '.'))).ToUpperInvariant();

    private static string Singular(string name) =>
        name.EndsWith("IES", StringComparison.Ordinal) && name.Length > 4 ? name[..^3] + "Y"
        : name.EndsWith("ES", StringComparison.Ordinal) && name.Length > 4 ? name[..^2]
        : name.EndsWith('S') && name.Length > 3 ? name[..^1]
        : name.EndsWith('E') && name.Length > 3 ? name[..^1]
        : name;
}
