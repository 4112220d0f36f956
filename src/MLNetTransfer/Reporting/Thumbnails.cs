using MLNetTransfer.Imaging;
using MLNetTransfer.Reporting.Pictures;

namespace MLNetTransfer.Reporting;

/// <summary>Small pictures for a page, as data URIs, until there is no more room for them.</summary>
internal sealed class Thumbnails
{
    /// <summary>Most characters of all of them together.</summary>
    public const int MostBytes = 9_000_000;

    private const int Side = 160;

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
            string uri = DataAddress.OfJpeg(Thumbnail.Of(image, Side));
            _used += uri.Length;
            return uri;
        }
        catch (Exception exception) when (exception is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
