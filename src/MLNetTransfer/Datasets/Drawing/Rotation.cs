namespace MLNetTransfer.Datasets.Drawing;

/// <summary>A turn of the plane, by a cosine and a sine of our own: those of the platform differ in the last bit from one machine to the next.</summary>
internal readonly record struct Rotation(double Cosine, double Sine)
{
    private const double Tau = 6.283185307179586;

    /// <summary>A rotation by a number of whole turns; 0.25 takes (1, 0) to (0, 1).</summary>
    public static Rotation OfTurns(double turns)
    {
        double quarters = Math.Floor((turns * 4) + 0.5);
        double angle = (turns - (quarters / 4)) * Tau;
        double square = angle * angle;

        // Taylor's series; on an eighth of a turn to either side the first term left out is below 1e-14.
        double cosine = 1 - (square / 2 * (1 - (square / 12 * (1 - (square / 30 * (1 - (square / 56 * (1 - (square / 90 * (1 - (square / 132)))))))))));
        double sine = angle * (1 - (square / 6 * (1 - (square / 20 * (1 - (square / 42 * (1 - (square / 72 * (1 - (square / 110 * (1 - (square / 156))))))))))));
        return ((int)quarters & 3) switch
        {
            0 => new Rotation(cosine, sine),
            1 => new Rotation(-sine, cosine),
            2 => new Rotation(-cosine, -sine),
            _ => new Rotation(sine, -cosine),
        };
    }

    /// <summary>Where a point goes.</summary>
    public Point Apply(Point point) => new((point.X * Cosine) - (point.Y * Sine), (point.X * Sine) + (point.Y * Cosine));

    /// <summary>Where a point came from.</summary>
    public Point Undo(Point point) => new((point.X * Cosine) + (point.Y * Sine), (point.Y * Cosine) - (point.X * Sine));
}
