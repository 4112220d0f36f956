namespace MLNetTransfer.Datasets.Fingerprints;

/// <summary>Joins things into groups.</summary>
internal sealed class DisjointSets(int count)
{
    private readonly int[] _parent = [.. Enumerable.Range(0, count)];

    /// <summary>Puts the groups of two things together.</summary>
    public void Join(int first, int second)
    {
        (int one, int other) = (Find(first), Find(second));
        _parent[Math.Max(one, other)] = Math.Min(one, other);
    }

    /// <summary>The first thing of the group.</summary>
    public int Find(int item)
    {
        while (_parent[item] != item)
        {
            item = _parent[item] = _parent[_parent[item]];
        }

        return item;
    }

    /// <summary>The groups with several things, in order.</summary>
    public IReadOnlyList<int[]> Groups() =>
        [.. Enumerable.Range(0, _parent.Length).GroupBy(Find).Where(group => group.Count() > 1).Select(group => group.ToArray())];
}
