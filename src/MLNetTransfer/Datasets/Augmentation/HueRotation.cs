using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>
/// Turns the hue in place as torchvision's <c>adjust_hue</c> does on Pillow pictures: by way of Pillow's HSV with 8 bits a channel, so that a turn by 0 is
/// not quite without effect.
/// </summary>
internal static class HueRotation
{
    private const int Levels = 256;

    // For each sixth of the colour circle, the channels of the highest, the middle and the lowest level; the seventh entry is the first again.
    private static ReadOnlySpan<byte> ChannelOrders =>
    [
        0, 1, 2,
        1, 0, 2,
        1, 2, 0,
        2, 1, 0,
        2, 0, 1,
        0, 2, 1,
        0, 1, 2,
    ];

    /// <summary>Adds to the hue of every pixel.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="turns">Share of the colour circle, -0.5 to 0.5.</param>
    public static void Apply(Image image, double turns)
    {
        int shift = (int)(turns * 255);
        Span<byte> orders = stackalloc byte[Levels];
        Span<double> descents = stackalloc double[Levels];
        for (int hue = 0; hue < Levels; hue++)
        {
            double position = ((hue + shift) & 0xFF) * 6.0 / 255.0;
            int sector = (int)position;
            float fraction = (float)(position - sector);

            // The middle level rises in even sectors and falls in odd ones.
            orders[hue] = (byte)(sector * Image.Channels);
            descents[hue] = sector % 2 == 0 ? 1.0 - fraction : fraction;
        }

        Span<byte> pixels = image.Pixels;
        for (int index = 0; index + 2 < pixels.Length; index += Image.Channels)
        {
            Turn(pixels.Slice(index, Image.Channels), orders, descents);
        }
    }

    private static void Turn(Span<byte> pixel, ReadOnlySpan<byte> orders, ReadOnlySpan<double> descents)
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

        (double start, int next, int last) = red == value ? (0.0, blue, green) : green == value ? (2.0, red, blue) : (4.0, green, red);
        float sixths = (float)(start + ((value - next) / range) - ((value - last) / range));
        double part = (sixths / 6.0) + 1.0;
        int hue = (int)((float)(part < 1.0 ? part : part - 1.0) * 255.0) & 0xFF;

        float share = (float)(saturation / 255.0);
        ReadOnlySpan<byte> order = ChannelOrders.Slice(orders[hue], Image.Channels);
        pixel[order[0]] = (byte)value;
        pixel[order[1]] = Level(value * (1.0 - (share * descents[hue])));
        pixel[order[2]] = Level(value * (1.0 - share));
    }

    // Rounded; the products lie between 0 and 255.
    private static byte Level(double value) => (byte)(value + 0.5);
}
