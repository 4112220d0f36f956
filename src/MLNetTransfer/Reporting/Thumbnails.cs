using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Jpeg;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Reporting;

/// <summary>Small pictures for a page, as data URIs, until there is no more room for them.</summary>
internal sealed class Thumbnails
{
    /// <summary>Most characters of all of them together.</summary>
    public const int MostBytes = 9_000_000;

    private const int Side = 160;
    private const int Quality = 75;

    private readonly Resizer _resizer = new();
    private int _used;

    /// <summary>Pictures that there was no room for.</summary>
    public int LeftOut { get; private set; }

    /// <summary>A picture as a data URI, or null where it cannot be decoded or there is no more room.</summary>
    public string? Make(string path)
    {
        if (_used >= MostBytes)
        {
            LeftOut++;
            return null;
        }

        try
        {
            Image image = ImageDecoder.DecodeFile(path, new ImageDecoderOptions { TargetSize = Side }).Image;
            double scale = Math.Min(1, (double)Side / Math.Max(image.Width, image.Height));
            Image small = _resizer.Resize(image, Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale)), ResizeFilter.Bilinear);
            string uri = "data:image/jpeg;base64," + Convert.ToBase64String(JpegEncoder.Encode(small, Quality));
            _used += uri.Length;
            return uri;
        }
        catch (Exception exception) when (exception is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
