using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>How the batches of a run go through a network so that a step fits into a given memory: in parts, whose gradients are summed, and with values computed again on the way back.</summary>
/// <param name="PartSize">Pictures that go through the network at once.</param>
/// <param name="Segments">See <see cref="Graphs.TrainingExecutor.Segments"/>.</param>
/// <param name="Bytes">What a step takes then.</param>
public sealed record StepMemory(int PartSize, int Segments, long Bytes)
{
    // From here on a part costs about as much in packing weights and adding gradients as computing a third of it again.
    private const int SmallestCheapPart = 2;

    private static readonly int[] SegmentCounts = [1, 2, 3, 4, 6, 8, 12, 16];

    /// <summary>
    /// The cheapest way that fits. Parts come first, which cost almost nothing; where BatchNormalization takes the statistics of each batch they would change what is learnt, so
    /// that recomputation comes first there.
    /// </summary>
    /// <param name="network">What is trained.</param>
    /// <param name="batchSize">Pictures of a step.</param>
    /// <param name="isWhole">Whether a batch cannot be divided, because the network takes so many pictures and no other number.</param>
    /// <param name="limit">Most bytes for the values and gradients of a step.</param>
    /// <returns>The way; that which takes the least memory where none fits.</returns>
    public static StepMemory Fit(TrainableNetwork network, int batchSize, bool isWhole, long limit)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        StepMemory? least = null;
        foreach ((int part, int segments) in Ways(isWhole ? [batchSize] : [.. Halves(batchSize)], network.Statistics.Count > 0))
        {
            StepMemory way = new(part, segments, Measure(network, part, segments));
            if (way.Bytes <= limit)
            {
                return way;
            }

            least = least is null || way.Bytes < least.Bytes ? way : least;
        }

        return least!;
    }

    private static IEnumerable<(int Part, int Segments)> Ways(int[] parts, bool hasBatchStatistics)
    {
        int[] cheap = hasBatchStatistics ? [] : [.. parts.Where(part => part >= SmallestCheapPart)];
        return cheap.Select(part => (part, 1)).Concat(
            from part in hasBatchStatistics || cheap.Length == 0 ? parts : [cheap[^1], .. parts.Except(cheap)]
            from segments in SegmentCounts
            select (part, segments));
    }

    private static IEnumerable<int> Halves(int size)
    {
        for (; size > 1; size = (size + 1) / 2)
        {
            yield return size;
        }

        yield return 1;
    }

    private static long Measure(TrainableNetwork network, int part, int segments) => network.Executor.Measure(
        network.Cut.ToDictionary(
            input => input.Name,
            input => new Shape([part, .. input.Dimensions!.Skip(1).Select(dimension => dimension.Value!.Value)]),
            StringComparer.Ordinal),
        segments);
}
