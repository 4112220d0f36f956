namespace MLNetTransfer.Datasets.Drawing;

/// <summary>How far a point is from the edge of a shape that fits the unit circle; negative inside.</summary>
internal static class ShapeDistance
{
    private static readonly Point[] Triangle = [.. Enumerable.Range(0, 3).Select(i => Rotation.OfTurns((i / 3.0) - 0.25).Apply(new Point(1, 0)))];

    private static readonly Point[] Star =
        [.. Enumerable.Range(0, 10).Select(i => Rotation.OfTurns((i / 10.0) - 0.25).Apply(new Point((i & 1) == 0 ? 1.0 : 0.42, 0)))];

    private static readonly Point[] Arrow =
        [new(-0.95, -0.22), new(0.1, -0.22), new(0.1, -0.7), new(0.95, 0), new(0.1, 0.7), new(0.1, 0.22), new(-0.95, 0.22)];

    public static double Of(ShapeKind kind, Point point) => kind switch
    {
        ShapeKind.Arrow => Polygon(Arrow, point),
        ShapeKind.Circle => point.Length - 0.88,
        ShapeKind.Crescent => Math.Max(point.Length - 0.92, 0.72 - (point - new Point(0.46, 0)).Length),
        ShapeKind.Cross => Math.Min(Box(0.92, 0.28, point), Box(0.28, 0.92, point)),
        ShapeKind.Ring => Math.Abs(point.Length - 0.69) - 0.2,
        ShapeKind.Square => Box(0.7, 0.7, point),
        ShapeKind.Star => Polygon(Star, point),
        ShapeKind.Triangle => Polygon(Triangle, point),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such shape."),
    };

    /// <summary>A rectangle around the origin with half the given sides.</summary>
    public static double Box(double halfWidth, double halfHeight, Point point)
    {
        Point outside = new(Math.Abs(point.X) - halfWidth, Math.Abs(point.Y) - halfHeight);
        return new Point(Math.Max(outside.X, 0), Math.Max(outside.Y, 0)).Length + Math.Min(Math.Max(outside.X, outside.Y), 0);
    }

    private static double Polygon(Point[] corners, Point point)
    {
        double nearest = double.MaxValue;
        bool inside = false;
        Point from = corners[^1];
        foreach (Point to in corners)
        {
            Point edge = to - from;
            Point offset = point - from;
            double along = ((offset.X * edge.X) + (offset.Y * edge.Y)) / ((edge.X * edge.X) + (edge.Y * edge.Y));
            double share = Math.Min(Math.Max(along, 0), 1);
            nearest = Math.Min(nearest, (offset - new Point(edge.X * share, edge.Y * share)).Length);

            // A ray to the right leaves a polygon through an odd number of its edges.
            if ((from.Y > point.Y) != (to.Y > point.Y) && point.X < from.X + ((point.Y - from.Y) / edge.Y * edge.X))
            {
                inside = !inside;
            }

            from = to;
        }

        return inside ? -nearest : nearest;
    }
}
