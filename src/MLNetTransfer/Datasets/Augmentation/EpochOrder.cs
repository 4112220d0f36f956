using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>In what order an epoch takes the pictures: a function of seed and epoch.</summary>
internal static class EpochOrder
{
    /// <summary>Makes the order.</summary>
    /// <param name="items">The pictures.</param>
    /// <param name="options">Seed, shuffling and class weights.</param>
    /// <param name="epoch">Which epoch.</param>
    public static EpochRow[] Create(IReadOnlyList<ImageItem> items, TrainingBatchesOptions options, int epoch)
    {
        DeterministicRandom random = DeterministicRandom.For(options.Seed, "order of training pictures", (ulong)epoch);
        EpochRow[] rows = options.ClassWeights is null
            ? [.. Enumerable.Range(0, items.Count).Select(item => new EpochRow(item, 0))]
            : Weighted(items, options.ClassWeights, random);
        if (options.Shuffle)
        {
            random.Shuffle<EpochRow>(rows);
        }

        return rows;
    }

    // Each class gives its share of the rows: all of its pictures as often as that goes, and a random part of them once more.
    private static EpochRow[] Weighted(IReadOnlyList<ImageItem> items, IReadOnlyList<double> weights, DeterministicRandom random)
    {
        int[][] byClass = new int[weights.Count][];
        for (int label = 0; label < byClass.Length; label++)
        {
            byClass[label] = [.. Enumerable.Range(0, items.Count).Where(item => items[item].ClassIndex == label)];
        }

        double total = weights.Where((_, label) => byClass[label].Length > 0).Sum();
        List<EpochRow> rows = new(items.Count);
        double target = 0;
        for (int label = 0; label < byClass.Length; label++)
        {
            int[] pictures = byClass[label];
            if (pictures.Length == 0 || weights[label] == 0)
            {
                continue;
            }

            // Rounding the running sum lets the parts add up to the whole.
            target += weights[label] / total * items.Count;
            int count = Math.Max(1, (int)Math.Round(target) - rows.Count);
            random.Shuffle<int>(pictures);
            for (int row = 0; row < count; row++)
            {
                rows.Add(new EpochRow(pictures[row % pictures.Length], row / pictures.Length));
            }
        }

        return [.. rows];
    }
}
