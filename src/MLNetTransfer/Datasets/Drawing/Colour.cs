namespace MLNetTransfer.Datasets.Drawing;

/// <summary>A colour of red, green and blue in levels 0 to 255, not yet rounded.</summary>
internal readonly record struct Colour(double Red, double Green, double Blue)
{
    /// <summary>Perceived brightness in levels (weights of ITU-R BT.601).</summary>
    public double Brightness => (0.299 * Red) + (0.587 * Green) + (0.114 * Blue);

    /// <summary>Any colour whose brightness is in a range.</summary>
    public static Colour Any(double darkest, double brightest, DrawingRandom random)
    {
        while (true)
        {
            Colour colour = new(random.Between(10, 245), random.Between(10, 245), random.Between(10, 245));
            if (colour.Brightness >= darkest && colour.Brightness <= brightest)
            {
                return colour;
            }
        }
    }

    /// <summary>A colour up to so many levels away in each channel.</summary>
    public Colour Near(double distance, DrawingRandom random) =>
        new(Red + random.Between(-distance, distance), Green + random.Between(-distance, distance), Blue + random.Between(-distance, distance));

    /// <summary>This colour at 0, the other one at 1.</summary>
    public Colour Mix(Colour other, double share) =>
        new(Red + ((other.Red - Red) * share), Green + ((other.Green - Green) * share), Blue + ((other.Blue - Blue) * share));

    /// <summary>Brighter or darker by a factor.</summary>
    public Colour Scale(double factor) => new(Red * factor, Green * factor, Blue * factor);
}
