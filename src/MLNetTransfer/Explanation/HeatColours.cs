namespace MLNetTransfer.Explanation;

/// <summary>
/// The colours of heat: black over violet, red and orange to pale yellow, with a lightness that rises evenly, so that they tell more from less in print and to colour-blind eyes too.
/// The ten colours are those of the map "inferno" (S. van der Walt and N. Smith, 2015, in the public domain); between them it is linear.
/// </summary>
internal static class HeatColours
{
    private static ReadOnlySpan<byte> Stops =>
    [
        0x00, 0x00, 0x04, 0x1B, 0x0C, 0x41, 0x4A, 0x0C, 0x6B, 0x78, 0x1C, 0x6D, 0xA5, 0x2C, 0x60, 0xCF, 0x44, 0x46, 0xED, 0x69, 0x25, 0xFB, 0x9B, 0x06, 0xF7, 0xD1, 0x3D, 0xFC, 0xFF, 0xA4,
    ];

    /// <summary>The colour of a value.</summary>
    /// <param name="heat">0 to 1.</param>
    public static (float Red, float Green, float Blue) Of(float heat)
    {
        int last = (Stops.Length / 3) - 1;
        float place = Math.Clamp(heat, 0, 1) * last;
        int stop = Math.Min((int)place, last - 1);
        float share = place - stop;
        return (Channel(stop, 0, share), Channel(stop, 1, share), Channel(stop, 2, share));
    }

    private static float Channel(int stop, int channel, float share)
    {
        float first = Stops[(stop * 3) + channel];
        return first + ((Stops[((stop + 1) * 3) + channel] - first) * share);
    }
}
