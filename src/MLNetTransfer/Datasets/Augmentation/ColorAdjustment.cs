using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>
/// Brightness, contrast and saturation in place, with the definitions and the rounding of torchvision's <c>adjust_brightness</c>, <c>adjust_contrast</c>
/// and <c>adjust_saturation</c> on Pillow pictures: a blend of the picture with black, with its mean grey, or with its grey version. Factor 1 changes nothing, 0 gives
/// the other picture, above 1 goes away from it.
/// </summary>
internal static class ColorAdjustment
{
    private const int Levels = 256;

    /// <summary>Blends with black.</summary>
    public static void Brightness(Image image, double factor) => BlendWithLevel(image, 0, (float)factor);

    /// <summary>Blends with the mean of the grey version, rounded.</summary>
    public static void Contrast(Image image, double factor)
    {
        ReadOnlySpan<byte> pixels = image.Pixels;
        long sum = 0;
        for (int index = 0; index + 2 < pixels.Length; index += Image.Channels)
        {
            sum += Grey(pixels[index], pixels[index + 1], pixels[index + 2]);
        }

        long count = pixels.Length / Image.Channels;
        BlendWithLevel(image, (int)(((2 * sum) + count) / (2 * count)), (float)factor);
    }

    /// <summary>Blends with the grey version.</summary>
    public static void Saturation(Image image, double factor)
    {
        float share = (float)factor;
        Span<byte> pixels = image.Pixels;
        for (int index = 0; index + 2 < pixels.Length; index += Image.Channels)
        {
            int grey = Grey(pixels[index], pixels[index + 1], pixels[index + 2]);
            pixels[index] = Blend(grey, pixels[index], share);
            pixels[index + 1] = Blend(grey, pixels[index + 1], share);
            pixels[index + 2] = Blend(grey, pixels[index + 2], share);
        }
    }

    /// <summary>Luma of ITU-R BT.601 in 16-bit fixed point, rounded, as Pillow converts to grey.</summary>
    public static int Grey(int red, int green, int blue) => ((red * 19595) + (green * 38470) + (blue * 7471) + 0x8000) >> 16;

    /// <summary>other + share x (value - other), cut to 0..255 and to a whole number.</summary>
    public static byte Blend(int other, int value, float share) => (byte)Math.Clamp((int)(other + (share * (value - other))), 0, 255);

    private static void BlendWithLevel(Image image, int level, float share)
    {
        Span<byte> table = stackalloc byte[Levels];
        for (int value = 0; value < Levels; value++)
        {
            table[value] = Blend(level, value, share);
        }

        ToneCurve.Apply(image, table);
    }
}
