namespace MLNetTransfer.Evaluation;

internal static class CurveThinning
{
    /// <summary>Leaves out points of a long curve, so that about as many remain as a plot can show; first and last stay.</summary>
    /// <param name="points">Along the curve.</param>
    /// <param name="position">Where a point is along the curve; never falls.</param>
    /// <param name="limit">Points that need no thinning; at most so many and two more remain.</param>
    public static IReadOnlyList<T> Thin<T>(IReadOnlyList<T> points, Func<T, double> position, int limit)
    {
        if (points.Count <= limit)
        {
            return points;
        }

        double first = position(points[0]);
        double step = (position(points[^1]) - first) / limit;
        List<T> kept = [points[0]];
        double next = first + step;
        for (int index = 1; index < points.Count - 1; index++)
        {
            double place = position(points[index]);
            if (place >= next)
            {
                kept.Add(points[index]);
                next = first + ((Math.Floor((place - first) / step) + 1) * step);
            }
        }

        kept.Add(points[^1]);
        return kept;
    }
}
