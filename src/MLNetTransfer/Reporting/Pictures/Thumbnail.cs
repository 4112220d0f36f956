using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Jpeg;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Reporting.Pictures;

/// <summary>Small JPEG copies for a page: some kilobytes whatever the picture.</summary>
public static class Thumbnail
{
    /// <summary>Longest side of a picture of a gallery.</summary>
    public const int GallerySide = 224;

    /// <summary>Longest side of an example.</summary>
    public const int ExampleSide = 128;

    private const int Quality = 80;

    /// <summary>Makes one of a decoded picture; a picture that is small already keeps its size.</summary>
    /// <param name="picture">The picture, upright.</param>
    /// <param name="longestSide">At least 1.</param>
    public static byte[] Of(Image picture, int longestSide)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(longestSide, 1);
        double scale = Math.Min(1, (double)longestSide / Math.Max(picture.Width, picture.Height));
        int width = Math.Max(1, (int)Math.Round(picture.Width * scale));
        int height = Math.Max(1, (int)Math.Round(picture.Height * scale));
        return JpegEncoder.Encode(scale < 1 ? new Resizer().Resize(picture, width, height, ResizeFilter.Bilinear) : picture, Quality);
    }

    /// <summary>Makes one of the bytes of a picture file, or gives null where they are no picture that can be decoded.</summary>
    public static byte[]? TryOf(ReadOnlyMemory<byte> content, int longestSide)
    {
        try
        {
            return Of(ImageDecoder.Decode(content, new ImageDecoderOptions { TargetSize = longestSide }).Image, longestSide);
        }
        catch (ImageFormatException)
        {
            return null;
        }
    }
}
