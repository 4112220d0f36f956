using MLNetTransfer.Datasets.Fingerprints;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Inspection;

/// <summary>What is known of one picture file after it was read once.</summary>
public sealed record InspectedPicture
{
    /// <summary>The scanned folder as it was given, and the way below it.</summary>
    public required string Path { get; init; }

    /// <summary>train, validation or test; empty where the folder has no splits.</summary>
    public required string Split { get; init; }

    /// <summary>The class folder that it lies in.</summary>
    public required string ClassName { get; init; }

    /// <summary>Size of the file.</summary>
    public long Bytes { get; init; }

    /// <summary>SHA-256 of the file in hexadecimal digits; empty where it cannot be read.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>The kind of file by its first bytes, whatever its name.</summary>
    public ImageFormat Format { get; init; }

    /// <summary>Pixels in a row as stored; 0 where not known.</summary>
    public int Width { get; init; }

    /// <summary>Rows as stored; 0 where not known.</summary>
    public int Height { get; init; }

    /// <summary>EXIF orientation 1 to 8.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>How colours are stored.</summary>
    public ColourKind Colours { get; init; }

    /// <summary>Whether the file has several pictures that follow each other, of which only the first is used.</summary>
    public bool IsAnimated { get; init; }

    /// <summary>Why it cannot be decoded, or null where it can.</summary>
    public ImageFormatError? Error { get; init; }

    /// <summary>What is wrong with it, in sentences; null where nothing is. With <see cref="Error"/> null it is a warning, such as for a cut file.</summary>
    public string? Reason { get; init; }

    /// <summary>Mean level of grey, 0 to 255.</summary>
    public double Brightness { get; init; }

    /// <summary>Standard deviation of the level of grey in the picture at 32 x 32.</summary>
    public double Contrast { get; init; }

    /// <summary>How much the picture varies from point to point at 128 x 128, beside how much it varies at all; small for blurred pictures.</summary>
    public double Sharpness { get; init; }

    /// <summary>Whether it could be decoded.</summary>
    public bool IsReadable => Error is null && Width > 0;

    /// <summary>Digest of size and pixels, equal for equal pictures in different files; empty where not readable.</summary>
    internal string PixelDigest { get; init; } = "";

    internal PictureFingerprint? Fingerprint { get; init; }

    internal long Pixels => (long)Width * Height;
}
