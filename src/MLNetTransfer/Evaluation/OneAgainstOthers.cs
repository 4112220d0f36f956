namespace MLNetTransfer.Evaluation;

/// <summary>The curves of one class against all others, by a sweep of the threshold from the highest score down; pictures of one score pass it together.</summary>
public static class OneAgainstOthers
{
    private const int PlotPoints = 200;

    /// <summary>Computes the curves.</summary>
    /// <param name="name">Name of the class.</param>
    /// <param name="scores">The probability of the class for each picture; sorted by the call.</param>
    /// <param name="isOwn">Whether each picture is of the class; sorted with the scores.</param>
    /// <exception cref="ArgumentException">There is not one flag for each score.</exception>
    public static ClassCurves Compute(string name, Span<float> scores, Span<bool> isOwn)
    {
        if (scores.Length != isOwn.Length)
        {
            throw new ArgumentException(FormattableString.Invariant($"There are {scores.Length} scores and {isOwn.Length} flags; expected is one flag for each score."), nameof(isOwn));
        }

        scores.Sort(isOwn);
        long own = isOwn.Count(true);
        long others = scores.Length - own;
        List<CurvePoint> roc = [new CurvePoint(0, 0)];
        List<CurvePoint> precisionRecall = [];
        long hits = 0;
        long misses = 0;
        double doubleArea = 0;
        double averagePrecision = 0;
        for (int end = scores.Length; end > 0;)
        {
            int start = end;
            long newHits = 0;
            for (float score = scores[end - 1]; start > 0 && scores[start - 1].Equals(score); start--)
            {
                newHits += isOwn[start - 1] ? 1 : 0;
            }

            long newMisses = end - start - newHits;
            doubleArea += (double)newMisses * ((2 * hits) + newHits);
            hits += newHits;
            misses += newMisses;
            if (own > 0 && others > 0)
            {
                AddCorner(roc, new CurvePoint((double)misses / others, (double)hits / own));
            }

            if (newHits > 0)
            {
                double precision = (double)hits / (hits + misses);
                averagePrecision += (double)newHits / own * precision;
                precisionRecall.Add(new CurvePoint((double)hits / own, precision));
            }

            end = start;
        }

        bool hasBoth = own > 0 && others > 0;
        return new ClassCurves(
            name,
            hasBoth ? doubleArea / 2 / ((double)own * others) : null,
            own > 0 ? averagePrecision : null,
            hasBoth ? CurveThinning.Thin(roc, point => point.X + point.Y, PlotPoints) : [],
            CurveThinning.Thin(precisionRecall, point => point.X, PlotPoints));
    }

    // The middle one of three points on a horizontal or upright line says nothing.
    private static void AddCorner(List<CurvePoint> points, CurvePoint next)
    {
        if (points.Count > 1 && ((points[^1].X.Equals(next.X) && points[^2].X.Equals(next.X)) || (points[^1].Y.Equals(next.Y) && points[^2].Y.Equals(next.Y))))
        {
            points[^1] = next;
            return;
        }

        points.Add(next);
    }
}
