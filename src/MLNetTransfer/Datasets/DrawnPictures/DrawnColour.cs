using MLNetTransfer.Randomness;

namespace MLNetTransfer.Datasets.DrawnPictures;

/// <summary>A colour with levels from 0 to 255 that need not be whole.</summary>
internal readonly record struct DrawnColour(float Red, float Green, float Blue)
{
    /// <summary>Any hue; pale, dark and strong colours alike.</summary>
    public static DrawnColour Random(DeterministicRandom random) => FromHue(random.NextDouble(), random.NextDouble(), 0.15 + (0.85 * random.NextDouble()));

    /// <summary>Of hue, saturation and value, each 0 to 1.</summary>
    public static DrawnColour FromHue(double hue, double saturation, double value)
    {
        return new DrawnColour(Level(5), Level(3), Level(1));

        float Level(int offset)
        {
            double place = (offset + (6 * hue)) % 6;
            return (float)(255 * value * (1 - (saturation * Math.Clamp(Math.Min(place, 4 - place), 0, 1))));
        }
    }

    /// <summary>Between this and another one.</summary>
    public DrawnColour Towards(DrawnColour other, float share) =>
        new(Red + (share * (other.Red - Red)), Green + (share * (other.Green - Green)), Blue + (share * (other.Blue - Blue)));

    /// <summary>Lighter or darker.</summary>
    public DrawnColour Times(float factor) => new(Red * factor, Green * factor, Blue * factor);
}
