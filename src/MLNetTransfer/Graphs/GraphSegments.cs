namespace MLNetTransfer.Graphs;

/// <summary>
/// Divides the nodes of a graph into segments for recomputation (T. Chen and others, "Training deep nets with sublinear memory cost", 2016): between the segments the values
/// that cross are kept, inside of all but the last they are computed again on the way back.
/// </summary>
internal static class GraphSegments
{
    /// <summary>Chooses where segments begin: each holds about as many numbers as the others, and few cross between them.</summary>
    /// <param name="nodes">The nodes in the order of running.</param>
    /// <param name="length">Elements of a value; 0 for what takes no memory, such as constants.</param>
    /// <param name="count">Segments that are wanted, at least 1.</param>
    /// <returns>The number of the first node of each segment but the first, ascending; fewer than wanted where there are not enough nodes.</returns>
    public static IReadOnlyList<int> Divide(IReadOnlyList<GraphNode> nodes, Func<string, long> length, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        long[] before = new long[nodes.Count + 1];
        long[] crossing = new long[nodes.Count + 1];
        Dictionary<string, int> lastReads = new(StringComparer.Ordinal);
        for (int index = 0; index < nodes.Count; index++)
        {
            foreach (string input in nodes[index].Inputs)
            {
                lastReads[input] = index;
            }
        }

        for (int index = 0; index < nodes.Count; index++)
        {
            before[index + 1] = before[index];
            foreach (string output in nodes[index].Outputs.Where(output => output.Length > 0))
            {
                before[index + 1] += length(output);
                for (int place = index + 1; place <= lastReads.GetValueOrDefault(output, -1); place++)
                {
                    crossing[place] += length(output);
                }
            }
        }

        List<int> starts = [];
        double share = (double)before[^1] / count;
        for (int segment = 1; segment < count; segment++)
        {
            int first = starts.Count == 0 ? 1 : starts[^1] + 1;
            int[] near = [.. Enumerable.Range(first, Math.Max(0, nodes.Count - first)).Where(place => Math.Abs(before[place] - (segment * share)) <= share / 2)];
            if (near.Length > 0)
            {
                starts.Add(near.MinBy(place => (crossing[place], Math.Abs(before[place] - (segment * share)))));
            }
        }

        return starts;
    }
}
