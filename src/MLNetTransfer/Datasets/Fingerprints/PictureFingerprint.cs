using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Fingerprints;

/// <summary>
/// What a picture looks like in little, by which copies are known after they were recompressed, resized, brightened, slightly cut or mirrored: the picture in grey at
/// 32 x 32 and a <see cref="PerceptualHash"/> of it.
/// </summary>
internal sealed class PictureFingerprint
{
    /// <summary>Numbers in a row, and rows.</summary>
    public const int Side = 32;

    /// <summary>Bytes of <see cref="Grey"/>.</summary>
    public const int Length = Side * Side;

    // Below this deviation, in levels of grey, what is left is mostly noise, and any two such pictures would be alike.
    private const double LeastContrast = 3;

    /// <summary>Takes the small picture as it is.</summary>
    public PictureFingerprint(byte[] grey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(grey.Length, Length);
        Grey = grey;
        Hash = PerceptualHash.Of(grey);
        double mean = 0;
        double squares = 0;
        foreach (byte value in grey)
        {
            mean += value;
            squares += value * value;
        }

        Brightness = mean / Length;
        Contrast = Math.Sqrt(Math.Max(0, (squares / Length) - (Brightness * Brightness)));
    }

    /// <summary>Side x Side levels of grey, rows from the top.</summary>
    public byte[] Grey { get; }

    /// <summary>See <see cref="PerceptualHash"/>.</summary>
    public ulong Hash { get; }

    /// <summary>Mean of the levels.</summary>
    public double Brightness { get; }

    /// <summary>Standard deviation of the levels.</summary>
    public double Contrast { get; }

    /// <summary>Whether there is enough in the picture to tell it from others.</summary>
    public bool IsTelling => Contrast >= LeastContrast;

    /// <summary>The fingerprint of a picture.</summary>
    public static PictureFingerprint Of(Image image) => Of(image.Pixels, image.Width, image.Height);

    /// <summary>The fingerprint of pixels, RGB interleaved.</summary>
    public static PictureFingerprint Of(ReadOnlySpan<byte> pixels, int width, int height) => Of(GreyThumbnail.Average(pixels, width, height, Side));

    /// <summary>The fingerprint of a picture that is small and grey already.</summary>
    public static PictureFingerprint Of(ReadOnlySpan<float> grey)
    {
        byte[] levels = new byte[Length];
        for (int index = 0; index < levels.Length; index++)
        {
            levels[index] = (byte)Math.Clamp(MathF.Round(grey[index]), 0, 255);
        }

        return new PictureFingerprint(levels);
    }
}
