using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>
/// Operations that replace every level by another, in place, as Pillow's <c>ImageOps</c> and so torchvision define them: <c>posterize</c>, <c>solarize</c>,
/// <c>autocontrast</c> without a cutoff, and <c>equalize</c>; the last two work on each channel by itself.
/// </summary>
internal static class ToneCurve
{
    private const int Levels = 256;

    /// <summary>Replaces every level of every channel by that of one table.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="table">256 levels.</param>
    public static void Apply(Image image, ReadOnlySpan<byte> table)
    {
        table = table[..Levels];
        foreach (ref byte level in image.Pixels.AsSpan())
        {
            level = table[level];
        }
    }

    /// <summary>Keeps the highest bits of each level.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="bits">1 to 8.</param>
    public static void Posterize(Image image, int bits)
    {
        byte mask = (byte)(0xFF << (8 - bits));
        foreach (ref byte level in image.Pixels.AsSpan())
        {
            level &= mask;
        }
    }

    /// <summary>Inverts the levels that are not below the threshold.</summary>
    public static void Solarize(Image image, double threshold)
    {
        foreach (ref byte level in image.Pixels.AsSpan())
        {
            level = level < threshold ? level : (byte)(255 - level);
        }
    }

    /// <summary>Stretches each channel such that its darkest level becomes 0 and its lightest 255.</summary>
    public static void AutoContrast(Image image)
    {
        Span<int> counts = stackalloc int[Levels];
        Span<byte> table = stackalloc byte[Levels];
        for (int channel = 0; channel < Image.Channels; channel++)
        {
            Count(image, channel, counts);
            int lowest = counts.IndexOfAnyExcept(0);
            int highest = counts.LastIndexOfAnyExcept(0);
            if (highest <= lowest)
            {
                continue;
            }

            double scale = 255.0 / (highest - lowest);
            double offset = -lowest * scale;
            for (int level = 0; level < Levels; level++)
            {
                table[level] = (byte)Math.Clamp((int)((level * scale) + offset), 0, 255);
            }

            Apply(image, channel, table);
        }
    }

    /// <summary>Spreads the levels of each channel such that they are about equally frequent.</summary>
    public static void Equalize(Image image)
    {
        Span<int> counts = stackalloc int[Levels];
        Span<byte> table = stackalloc byte[Levels];
        for (int channel = 0; channel < Image.Channels; channel++)
        {
            Count(image, channel, counts);
            int step = ((image.Width * image.Height) - counts[counts.LastIndexOfAnyExcept(0)]) / 255;
            if (step == 0)
            {
                continue;
            }

            int sum = step / 2;
            for (int level = 0; level < Levels; level++)
            {
                table[level] = (byte)Math.Min(sum / step, 255);
                sum += counts[level];
            }

            Apply(image, channel, table);
        }
    }

    private static void Count(Image image, int channel, Span<int> counts)
    {
        counts.Clear();
        ReadOnlySpan<byte> pixels = image.Pixels;
        for (int index = channel; index < pixels.Length; index += Image.Channels)
        {
            counts[pixels[index]]++;
        }
    }

    private static void Apply(Image image, int channel, ReadOnlySpan<byte> table)
    {
        Span<byte> pixels = image.Pixels;
        for (int index = channel; index < pixels.Length; index += Image.Channels)
        {
            pixels[index] = table[pixels[index]];
        }
    }
}
