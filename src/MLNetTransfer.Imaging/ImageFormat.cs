namespace MLNetTransfer.Imaging;

/// <summary>The kinds of picture files that are recognised by their first bytes; not all of them can be decoded.</summary>
public enum ImageFormat
{
    /// <summary>None of the known signatures.</summary>
    Unknown,

    /// <summary>JPEG (ITU-T T.81); decoded.</summary>
    Jpeg,

    /// <summary>Portable Network Graphics; decoded.</summary>
    Png,

    /// <summary>Windows or OS/2 bitmap; decoded.</summary>
    Bmp,

    /// <summary>Graphics Interchange Format; the first frame is decoded.</summary>
    Gif,

    /// <summary>WebP; recognised only.</summary>
    WebP,

    /// <summary>TIFF; recognised only.</summary>
    Tiff,

    /// <summary>High Efficiency Image File Format with HEVC; recognised only.</summary>
    Heic,

    /// <summary>AV1 Image File Format; recognised only.</summary>
    Avif,

    /// <summary>JPEG 2000; recognised only.</summary>
    Jpeg2000,

    /// <summary>JPEG XL; recognised only.</summary>
    JpegXl,

    /// <summary>Windows icon; recognised only.</summary>
    Icon,
}
