namespace MLNetTransfer.Datasets.Fingerprints;

/// <summary>
/// Finds pairs of pictures that are copies of each other by their fingerprints: candidates by <see cref="HashIndex"/>, where each picture is looked up in all eight positions
/// and, as it is and mirrored, cut in the usual ways; each candidate is verified by <see cref="FingerprintAlignment"/>.
/// </summary>
internal static class NearDuplicateSearch
{
    /// <summary>Most bits in which the hashes of copies differ.</summary>
    public const int Distance = 11;

    // Measured on photographs: docs/decisions/0010-near-duplicates-by-pixels.md.
    private const double LeastAtStart = 0.5;
    private const double LeastLevels = 0.92;
    private const double LeastDifferences = 0.8;

    // As it is, and mirrored left and right.
    private const int CutPositions = 2;

    /// <summary>Finds the pairs.</summary>
    /// <param name="hashes">One for each picture.</param>
    /// <param name="grey">The levels of a picture, <see cref="PictureFingerprint.Grey"/>, or null where it has none that tell; called by several threads at once.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    /// <returns>In order, the first of a pair being the smaller.</returns>
    public static IReadOnlyList<NearPair> Find(ulong[] hashes, Func<int, byte[]?> grey, int threads, CancellationToken cancellationToken)
    {
        HashIndex index = new(hashes, Distance);
        HashSet<NearPair> pairs = [];
        Lock guard = new();
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            hashes.Length,
            options,
            () => new Lookup(hashes, index, grey),
            (first, _, lookup) =>
            {
                lookup.FindPartners(first);
                return lookup;
            },
            lookup =>
            {
                lock (guard)
                {
                    pairs.UnionWith(lookup.Pairs);
                }
            });
        return [.. pairs.OrderBy(pair => pair.First).ThenBy(pair => pair.Second)];
    }

    /// <summary>Whether two pictures in the same position are copies.</summary>
    /// <param name="first">Levels of the one.</param>
    /// <param name="second">Levels of the other.</param>
    /// <param name="start">Where the first is thought to lie on the second.</param>
    public static bool AreCopies(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, FingerprintWindow start)
    {
        (double levels, double differences) = FingerprintAlignment.Compare(first, second, start, LeastAtStart);
        return levels >= LeastLevels && differences >= LeastDifferences;
    }

    private sealed class Lookup(ulong[] hashes, HashIndex index, Func<int, byte[]?> grey)
    {
        private readonly List<int> _found = [];
        private readonly HashSet<int> _partners = [];
        private readonly float[] _sampled = new float[PictureFingerprint.Length];

        public List<NearPair> Pairs { get; } = [];

        public void FindPartners(int picture)
        {
            if (grey(picture) is not byte[] levels)
            {
                return;
            }

            _partners.Clear();
            for (int position = 0; position < PerceptualHash.Positions; position++)
            {
                LookUp(picture, PerceptualHash.Turn(hashes[picture], position), levels, position, FingerprintWindow.Whole);
            }

            for (int position = 0; position < CutPositions; position++)
            {
                byte[] turned = PerceptualHash.Turn(levels, position);
                foreach (FingerprintWindow cut in FingerprintWindow.Cuts)
                {
                    cut.Sample(turned, _sampled);
                    LookUp(picture, PictureFingerprint.Of(_sampled).Hash, levels, position, cut);
                }
            }
        }

        private void LookUp(int picture, ulong hash, byte[] levels, int position, FingerprintWindow window)
        {
            _found.Clear();
            index.Find(hash, _found);
            byte[]? turned = null;
            foreach (int other in _found)
            {
                // Whole pictures find each other both ways, a cut one is found by the picture that it was cut from only.
                bool isLookedAt = window == FingerprintWindow.Whole ? other > picture : other != picture;
                if (isLookedAt && !_partners.Contains(other) && grey(other) is byte[] second
                    && AreCopies(second, turned ??= PerceptualHash.Turn(levels, position), window))
                {
                    _partners.Add(other);
                    Pairs.Add(new NearPair(Math.Min(picture, other), Math.Max(picture, other)));
                }
            }
        }
    }
}
