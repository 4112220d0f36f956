using System.Buffers.Binary;

namespace MLNetTransfer.Imaging.Png;

/// <summary>The IHDR chunk.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="BitDepth">Bits of one sample: 1, 2, 4, 8 or 16.</param>
/// <param name="ColourType">What the samples mean.</param>
/// <param name="Interlaced">Whether the rows come in the seven passes of Adam7.</param>
internal sealed record PngHeader(int Width, int Height, int BitDepth, PngColourType ColourType, bool Interlaced)
{
    /// <summary>Bytes of the chunk.</summary>
    public const int Length = 13;

    /// <summary>Samples of a pixel.</summary>
    public int Samples => ColourType switch
    {
        PngColourType.Rgb => 3,
        PngColourType.GreyAlpha => 2,
        PngColourType.RgbAlpha => 4,
        _ => 1,
    };

    /// <summary>Bytes of a whole pixel, 1 where several pixels share a byte: the distance of a filter to the left.</summary>
    public int FilterDistance => Math.Max(1, Samples * BitDepth / 8);

    /// <summary>Bytes of a row of that many pixels, without its filter byte.</summary>
    public long RowBytes(int pixels) => (((long)pixels * Samples * BitDepth) + 7) / 8;

    public static PngHeader Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != Length)
        {
            throw Invalid($"The PNG header (IHDR) has {chunk.Length} bytes instead of {Length}.");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(chunk);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
        {
            throw Invalid($"The PNG header declares {width}x{height} pixels; both sides must be 1 to {int.MaxValue}.");
        }

        int depth = chunk[8];
        int type = chunk[9];
        bool fits = type switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        if (!fits)
        {
            throw Invalid($"The PNG header has colour type {type} with bit depth {depth}, a pair that the format does not know.");
        }

        if (chunk[10] != 0 || chunk[11] != 0)
        {
            throw Invalid($"The PNG header has compression method {chunk[10]} and filter method {chunk[11]}; only 0 and 0 are defined.");
        }

        if (chunk[12] > 1)
        {
            throw Invalid($"The PNG header has interlace method {chunk[12]}; only 0 and 1 are defined.");
        }

        return new PngHeader((int)width, (int)height, depth, (PngColourType)type, chunk[12] == 1);
    }

    private static ImageFormatException Invalid(string message) => new(ImageFormatError.Invalid, message);
}
