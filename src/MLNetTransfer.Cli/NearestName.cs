namespace MLNetTransfer.Cli;

// The name that a mistyped word was meant to be, by edit distance (insert, delete, replace: 1 each).
internal static class NearestName
{
    internal static string? Of(string word, IEnumerable<string> names)
    {
        int limit = Math.Max(word.Length > 3 ? 2 : 1, word.Length / 3);
        return names
            .Select(name => (name, distance: Distance(word.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(pair => pair.distance <= limit)
            .OrderBy(pair => pair.distance)
            .Select(pair => pair.name)
            .FirstOrDefault();
    }

    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
