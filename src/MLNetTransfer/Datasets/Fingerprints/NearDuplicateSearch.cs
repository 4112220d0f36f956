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
    private const double LeastHues = 0.6;
    private const double LeastHuesOfSimple = 0.94;
    private const double LeastLevels = 0.92;
    private const double LeastDifferences = 0.8;

    private const float MostShift = PictureFingerprint.Side / 6f;

    // Outlines alone agree sooner.
    private const double LeastRichness = 135;
    private const double RichnessOfSimple = 160;
    private const double RichnessOfPhotographs = 300;
    private const float MostShiftOfPlain = 1;
    private const double LeastLevelsOfPlain = 0.985;
    private const double LeastDifferencesOfPlain = 0.95;

    // As it is, and mirrored left and right.
    private const int CutPositions = 2;

    /// <summary>Finds the pairs.</summary>
    /// <param name="hashes">One for each picture.</param>
    /// <param name="prints">The fingerprint of a picture, or null where it has none that tells; called by several threads at once.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="advance">Told of every picture that was looked up, or null; called by several threads at once.</param>
    /// <param name="cancellationToken">Stops soon.</param>
    /// <returns>In order, the first of a pair being the smaller.</returns>
    public static IReadOnlyList<NearPair> Find(ulong[] hashes, Func<int, PictureFingerprint?> prints, int threads, Action<long>? advance, CancellationToken cancellationToken)
    {
        HashIndex index = new(hashes, Distance);
        HashSet<NearPair> pairs = [];
        Lock guard = new();
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            hashes.Length,
            options,
            () => new Lookup(index, prints),
            (first, _, lookup) =>
            {
                lookup.FindPartners(first);
                advance?.Invoke(1);
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

    /// <summary>Whether two pictures are copies.</summary>
    /// <param name="first">The one.</param>
    /// <param name="second">The other.</param>
    /// <param name="position">How the second has to be turned or mirrored, see <see cref="PerceptualHash.Turn(ulong, int)"/>.</param>
    /// <param name="start">Where the first is thought to lie on the second after that.</param>
    public static bool AreCopies(PictureFingerprint first, PictureFingerprint second, int position, FingerprintWindow start)
    {
        double richness = Math.Min(first.Richness, second.Richness);
        if (HueComparison.Compare(first.Hues, second.Hues, position) < LeastHuesAt(richness))
        {
            return false;
        }

        bool isPlain = richness < LeastRichness;
        if (isPlain && start != FingerprintWindow.Whole)
        {
            return false;
        }

        (double levels, double differences) = FingerprintAlignment.Compare(first.Grey, PerceptualHash.Turn(second.Grey, position), start, isPlain ? LeastLevels : LeastAtStart, isPlain ? MostShiftOfPlain : MostShift);
        return levels >= (isPlain ? LeastLevelsOfPlain : LeastLevels) && differences >= (isPlain ? LeastDifferencesOfPlain : LeastDifferences);
    }

    private static double LeastHuesAt(double richness)
        => double.Lerp(LeastHuesOfSimple, LeastHues, Math.Clamp((richness - RichnessOfSimple) / (RichnessOfPhotographs - RichnessOfSimple), 0, 1));

    private sealed class Lookup(HashIndex index, Func<int, PictureFingerprint?> prints)
    {
        private readonly List<int> _found = [];
        private readonly HashSet<int> _partners = [];
        private readonly float[] _sampled = new float[PictureFingerprint.GreyLength];

        public List<NearPair> Pairs { get; } = [];

        public void FindPartners(int picture)
        {
            if (prints(picture) is not PictureFingerprint print)
            {
                return;
            }

            _partners.Clear();
            for (int position = 0; position < PerceptualHash.Positions; position++)
            {
                LookUp(picture, PerceptualHash.Turn(print.Hash, position), print, position, FingerprintWindow.Whole);
            }

            for (int position = 0; position < CutPositions && print.Richness >= LeastRichness; position++)
            {
                byte[] turned = PerceptualHash.Turn(print.Grey, position);
                foreach (FingerprintWindow cut in FingerprintWindow.Cuts)
                {
                    cut.Sample(turned, _sampled);
                    LookUp(picture, PerceptualHash.Of(PictureFingerprint.Levels(_sampled)), print, position, cut);
                }
            }
        }

        private void LookUp(int picture, ulong hash, PictureFingerprint print, int position, FingerprintWindow window)
        {
            _found.Clear();
            index.Find(hash, _found);
            foreach (int other in _found)
            {
                // Whole pictures find each other both ways, a cut one is found by the picture that it was cut from only.
                bool isLookedAt = window == FingerprintWindow.Whole ? other > picture : other != picture;
                if (isLookedAt && !_partners.Contains(other) && prints(other) is PictureFingerprint second && AreCopies(second, print, position, window))
                {
                    _partners.Add(other);
                    Pairs.Add(new NearPair(Math.Min(picture, other), Math.Max(picture, other)));
                }
            }
        }
    }
}
