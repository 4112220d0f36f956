using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets;

/// <summary>Assigns each picture of a data set to a split, class by class.</summary>
internal sealed class StratifiedSplitter
{
    private readonly ImageDataset _dataset;
    private readonly double _validationShare;
    private readonly double _testShare;
    private readonly ulong _seed;
    private readonly IReadOnlyList<string>? _contentKeys;

    public StratifiedSplitter(ImageDataset dataset, double validationShare, double testShare, ulong seed, IReadOnlyList<string>? contentKeys)
    {
        if (!(validationShare >= 0 && testShare >= 0 && validationShare + testShare < 1))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The validation share is {validationShare} and the test share {testShare}; expected are numbers from 0, together below 1."));
        }

        if (contentKeys is not null && contentKeys.Count != dataset.Items.Count)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"There are {contentKeys.Count} content keys for {dataset.Items.Count} pictures; expected is one for each."),
                nameof(contentKeys));
        }

        _dataset = dataset;
        _validationShare = validationShare;
        _testShare = testShare;
        _seed = seed;
        _contentKeys = contentKeys;
    }

    public enum Part
    {
        Training,
        Validation,
        Test,
    }

    public Part[] Assign()
    {
        Part[] parts = new Part[_dataset.Items.Count];
        HashSet<string> shared = KeysOfSeveralClasses();
        foreach (IGrouping<int, int> items in Enumerable.Range(0, parts.Length).GroupBy(index => _dataset.Items[index].ClassIndex))
        {
            int[] indices = [.. items];
            (int validation, int test) = Counts(indices.Length);
            int[][] groups = [.. Groups(indices, shared)];
            DeterministicRandom.For(_seed, "split/" + _dataset.Classes[items.Key]).Shuffle<int[]>(groups);
            foreach (int[] group in groups)
            {
                Part part = Take(ref test, group.Length) ? Part.Test : Take(ref validation, group.Length) ? Part.Validation : Part.Training;
                foreach (int index in group)
                {
                    parts[index] = part;
                }
            }
        }

        return parts;
    }

    private static bool Take(ref int room, int count)
    {
        if (count > room)
        {
            return false;
        }

        room -= count;
        return true;
    }

    private (int Validation, int Test) Counts(int total)
    {
        double[] quotas = [total * (1 - _validationShare - _testShare), total * _validationShare, total * _testShare];
        int[] counts = [.. quotas.Select(quota => (int)quota)];
        int left = total - counts.Sum();
        foreach (int index in Enumerable.Range(0, quotas.Length).OrderByDescending(index => quotas[index] - counts[index]).Take(left))
        {
            counts[index]++;
        }

        if (counts[0] == 0)
        {
            counts[counts[1] > counts[2] ? 1 : 2]--;
        }

        return (counts[1], counts[2]);
    }

    private HashSet<string> KeysOfSeveralClasses()
    {
        HashSet<string> several = new(StringComparer.Ordinal);
        Dictionary<string, int> classOfKey = new(StringComparer.Ordinal);
        for (int index = 0; _contentKeys is not null && index < _contentKeys.Count; index++)
        {
            int classIndex = _dataset.Items[index].ClassIndex;
            if (!classOfKey.TryAdd(_contentKeys[index], classIndex) && classOfKey[_contentKeys[index]] != classIndex)
            {
                several.Add(_contentKeys[index]);
            }
        }

        return several;
    }

    private IEnumerable<int[]> Groups(int[] indices, HashSet<string> shared) => _contentKeys is null
        ? indices.Select(index => new[] { index })
        : indices.Where(index => !shared.Contains(_contentKeys[index])).GroupBy(index => _contentKeys[index], StringComparer.Ordinal).Select(group => group.ToArray());
}
