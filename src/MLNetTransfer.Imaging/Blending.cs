namespace MLNetTransfer.Imaging;

/// <summary>Lays a partly transparent colour on an opaque one.</summary>
internal static class Blending
{
    /// <summary>
    /// (alpha x colour + (255 - alpha) x background) / 255, rounded to nearest. The sum is at most 65,025, where the shifts equal the division;
    /// a half never occurs because 255 is odd, so this is also what Pillow's <c>alpha_composite</c> gives.
    /// </summary>
    public static byte Blend(int colour, int alpha, int background)
    {
        int sum = (alpha * colour) + ((255 - alpha) * background) + 128;
        return (byte)((sum + (sum >> 8)) >> 8);
    }
}
