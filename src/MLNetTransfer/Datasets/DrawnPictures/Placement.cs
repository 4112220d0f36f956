using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.DrawnPictures;

/// <summary>Where a figure lies: its own coordinates go from -1 to 1, those of the picture from 0 to 1.</summary>
/// <param name="X">Centre.</param>
/// <param name="Y">Centre.</param>
/// <param name="Radius">What 1 of the figure is.</param>
/// <param name="Angle">Turned by, in radians.</param>
internal readonly record struct Placement(double X, double Y, double Radius, double Angle)
{
    /// <summary>Over the whole picture.</summary>
    public static Placement Whole { get; } = new(0.5, 0.5, 0.5, 0);

    /// <summary>Somewhere; the smaller the more there are.</summary>
    public static Placement Random(DeterministicRandom random, int figures)
    {
        double largest = figures == 1 ? 0.5 : 0.36;
        double radius = largest * (0.4 + (0.6 * random.NextDouble()));
        return new Placement(Between(random, radius), Between(random, radius), radius, 2 * Math.PI * random.NextDouble());
    }

    /// <summary>A point of the figure in pixels.</summary>
    public (double X, double Y) Map(double x, double y, int side)
    {
        (double sine, double cosine) = Math.SinCos(Angle);
        return ((X + (Radius * ((cosine * x) - (sine * y)))) * side, (Y + (Radius * ((sine * x) + (cosine * y)))) * side);
    }

    // Up to a third of the figure may lie outside.
    private static double Between(DeterministicRandom random, double radius)
    {
        double margin = radius * 2 / 3;
        return margin + ((1 - (2 * margin)) * random.NextDouble());
    }
}
