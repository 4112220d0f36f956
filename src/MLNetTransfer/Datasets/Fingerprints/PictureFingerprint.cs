using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Fingerprints;

/// <summary>
/// What a picture looks like in little, by which copies are known after they were recompressed, resized, brightened, slightly cut or mirrored: the picture in grey at
/// 32 x 32, a <see cref="PerceptualHash"/> of it, and the hues of 4 x 4 parts.
/// </summary>
internal sealed class PictureFingerprint
{
    /// <summary>Numbers in a row, and rows.</summary>
    public const int Side = 32;

    /// <summary>Bytes of <see cref="Grey"/>.</summary>
    public const int GreyLength = Side * Side;

    /// <summary>Bytes of <see cref="Hues"/>.</summary>
    public const int HueLength = 2 * GreyThumbnail.Parts * GreyThumbnail.Parts;

    // Below this deviation, in levels of grey, what is left is mostly noise, and any two such pictures would be alike.
    private const double LeastContrast = 3;

    /// <summary>Takes the small picture as it is.</summary>
    /// <param name="grey">See <see cref="Grey"/>.</param>
    /// <param name="hues">See <see cref="Hues"/>.</param>
    public PictureFingerprint(byte[] grey, sbyte[] hues)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(grey.Length, GreyLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(hues.Length, HueLength);
        Grey = grey;
        Hues = hues;
        Hash = PerceptualHash.Of(grey);
        double mean = 0;
        double squares = 0;
        foreach (byte value in grey)
        {
            mean += value;
            squares += value * value;
        }

        Brightness = mean / GreyLength;
        Contrast = Math.Sqrt(Math.Max(0, (squares / GreyLength) - (Brightness * Brightness)));
        Richness = RichnessOf(grey);
    }

    /// <summary>Side x Side levels of grey, rows from the top.</summary>
    public byte[] Grey { get; }

    /// <summary>Red less grey, and blue less grey, halved, of 4 x 4 parts.</summary>
    public sbyte[] Hues { get; }

    /// <summary>See <see cref="PerceptualHash"/>.</summary>
    public ulong Hash { get; }

    /// <summary>Mean of the levels.</summary>
    public double Brightness { get; }

    /// <summary>Standard deviation of the levels.</summary>
    public double Contrast { get; }

    /// <summary>
    /// On how many of the points there is something to see, in effect: (sum of e)^2 / sum of e^2 of the squared differences e between neighbours. Photographs have some hundred, a
    /// figure on a plain ground has its outline.
    /// </summary>
    public double Richness { get; }

    /// <summary>Whether there is enough in the picture to tell it from others.</summary>
    public bool IsTelling => Contrast >= LeastContrast;

    /// <summary>The fingerprint of a picture.</summary>
    public static PictureFingerprint Of(Image image) => Of(image.Pixels, image.Width, image.Height);

    /// <summary>The fingerprint of pixels, RGB interleaved.</summary>
    public static PictureFingerprint Of(ReadOnlySpan<byte> pixels, int width, int height)
    {
        double[] colours = new double[GreyThumbnail.Parts * GreyThumbnail.Parts * Image.Channels];
        float[] grey = GreyThumbnail.Average(pixels, width, height, Side, colours);
        return Of(grey, colours, (double)width * height);
    }

    /// <summary>The fingerprint of a picture that was made small already.</summary>
    /// <param name="grey">Side x Side levels.</param>
    /// <param name="colours">Sums of red, green and blue of 4 x 4 parts.</param>
    /// <param name="pixels">How many pixels were summed.</param>
    public static PictureFingerprint Of(ReadOnlySpan<float> grey, ReadOnlySpan<double> colours, double pixels)
    {
        sbyte[] hues = new sbyte[HueLength];
        double scale = hues.Length / 2 / pixels;
        for (int part = 0; part < hues.Length / 2; part++)
        {
            ReadOnlySpan<double> colour = colours.Slice(part * Image.Channels, Image.Channels);
            double level = (0.299 * colour[0]) + (0.587 * colour[1]) + (0.114 * colour[2]);
            hues[2 * part] = (sbyte)Math.Clamp((colour[0] - level) * scale / 2, sbyte.MinValue, sbyte.MaxValue);
            hues[(2 * part) + 1] = (sbyte)Math.Clamp((colour[2] - level) * scale / 2, sbyte.MinValue, sbyte.MaxValue);
        }

        return new PictureFingerprint(Levels(grey), hues);
    }

    /// <summary>Numbers rounded to levels.</summary>
    public static byte[] Levels(ReadOnlySpan<float> grey)
    {
        byte[] levels = new byte[grey.Length];
        for (int index = 0; index < levels.Length; index++)
        {
            levels[index] = (byte)Math.Clamp(MathF.Round(grey[index]), 0, 255);
        }

        return levels;
    }

    private static double RichnessOf(byte[] grey)
    {
        double sum = 0;
        double squares = 0;
        for (int y = 0; y < Side - 1; y++)
        {
            for (int x = 0; x < Side - 1; x++)
            {
                int at = (y * Side) + x;
                int across = grey[at + 1] - grey[at];
                int down = grey[at + Side] - grey[at];
                double energy = (across * across) + (down * down);
                sum += energy;
                squares += energy * energy;
            }
        }

        return squares == 0 ? 0 : sum * sum / squares;
    }
}
