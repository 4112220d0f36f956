namespace MLNetTransfer.Datasets.Fingerprints;

/// <summary>
/// Compares two small grey pictures of which one may be cut or shifted a little: the edges of a window are moved over the other until the levels correlate best.
/// Then not only the levels but also their differences from neighbour to neighbour must correlate, which those of two pictures with the same composition do not.
/// </summary>
internal static class FingerprintAlignment
{
    private const int Side = PictureFingerprint.Side;
    private const double LeastGain = 1e-4;

    private static readonly float[] Steps = [2, 1, 0.5f, 0.25f];

    /// <summary>Correlation at the best alignment, from -1 to 1: that of the levels, and that of the differences.</summary>
    /// <param name="first">Side x Side levels.</param>
    /// <param name="second">Side x Side levels, in the same position.</param>
    /// <param name="start">Where the first is thought to lie on the second.</param>
    /// <param name="enough">Where the levels correlate less than this there, nothing is moved.</param>
    /// <param name="mostShift">How far an edge may move from that of the whole picture, in pixels.</param>
    public static (double Levels, double Differences) Compare(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, FingerprintWindow start, double enough, float mostShift)
    {
        Span<float> sampled = stackalloc float[Side * Side];
        FingerprintWindow best = start;
        double levels = Levels(first, second, best, sampled);
        if (levels < enough)
        {
            return (levels, -1);
        }

        foreach (float step in Steps)
        {
            for (bool improved = true; improved;)
            {
                improved = false;
                for (int move = 0; move < FingerprintWindow.Moves; move++)
                {
                    FingerprintWindow tried = best.Moved(move, step);
                    if (!tried.IsNearWhole(mostShift))
                    {
                        continue;
                    }

                    double value = Levels(first, second, tried, sampled);
                    if (value > levels + LeastGain)
                    {
                        levels = value;
                        best = tried;
                        improved = true;
                    }
                }
            }
        }

        best.Sample(second, sampled);
        return (levels, Differences(first, sampled));
    }

    private static double Levels(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, FingerprintWindow window, Span<float> sampled)
    {
        window.Sample(second, sampled);
        PixelCorrelation correlation = default;
        for (int index = 0; index < sampled.Length; index++)
        {
            if (sampled[index] >= 0)
            {
                correlation.Add(first[index], sampled[index]);
            }
        }

        return correlation.Value;
    }

    private static double Differences(ReadOnlySpan<byte> first, ReadOnlySpan<float> sampled)
    {
        PixelCorrelation correlation = default;
        for (int y = 0; y < Side - 1; y++)
        {
            for (int x = 0; x < Side - 1; x++)
            {
                int at = (y * Side) + x;
                if (sampled[at] >= 0 && sampled[at + 1] >= 0 && sampled[at + Side] >= 0)
                {
                    correlation.Add(first[at + 1] - first[at], sampled[at + 1] - sampled[at]);
                    correlation.Add(first[at + Side] - first[at], sampled[at + Side] - sampled[at]);
                }
            }
        }

        return correlation.Value;
    }
}
