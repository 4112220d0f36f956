using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>
/// Turns the hue in place as torchvision's <c>adjust_hue</c> does on Pillow pictures: by way of Pillow's HSV with 8 bits a channel, so that a turn by 0 is not quite without effect.
/// </summary>
internal static class HueRotation
{
    /// <summary>Adds to the hue of every pixel.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="turns">Share of the colour circle, -0.5 to 0.5.</param>
    public static void Apply(Image image, double turns)
    {
        int shift = (int)(turns * 255);
        Span<byte> pixels = image.Pixels;
        for (int index = 0; index + 2 < pixels.Length; index += Image.Channels)
        {
            Turn(pixels.Slice(index, Image.Channels), shift);
        }
    }

    private static void Turn(Span<byte> pixel, int shift)
    {
        int red = pixel[0];
        int green = pixel[1];
        int blue = pixel[2];
        int value = Math.Max(red, Math.Max(green, blue));
        float range = value - Math.Min(red, Math.Min(green, blue));
        int saturation = range == 0 ? 0 : (int)(range / value * 255.0);
        if (saturation == 0)
        {
            pixel.Fill((byte)value);
            return;
        }

        float toRed = (value - red) / range;
        float toGreen = (value - green) / range;
        float toBlue = (value - blue) / range;
        float sixths = red == value ? toBlue - toGreen : green == value ? (float)(2.0 + toRed - toBlue) : (float)(4.0 + toGreen - toRed);
        double part = (sixths / 6.0) + 1.0;
        int hue = ((int)((float)(part - Math.Floor(part)) * 255.0) + shift) & 0xFF;

        double position = hue * 6.0 / 255.0;
        int sector = (int)position;
        float fraction = (float)(position - sector);
        float share = (float)(saturation / 255.0);
        byte low = Level(value * (1.0 - share));
        byte falling = Level(value * (1.0 - ((double)share * fraction)));
        byte rising = Level(value * (1.0 - (share * (1.0 - fraction))));
        byte high = (byte)value;
        (pixel[0], pixel[1], pixel[2]) = (sector % 6) switch
        {
            0 => (high, rising, low),
            1 => (falling, high, low),
            2 => (low, high, rising),
            3 => (low, falling, high),
            4 => (rising, low, high),
            _ => (high, low, falling),
        };
    }

    // Rounded; the products lie between 0 and 255.
    private static byte Level(double value) => (byte)(value + 0.5);
}
