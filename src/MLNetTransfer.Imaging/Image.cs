namespace MLNetTransfer.Imaging;

/// <summary>A decoded picture: 8 bits a channel, red, green, blue, rows from the top without padding.</summary>
public sealed class Image
{
    /// <summary>Number of channels of every picture.</summary>
    public const int Channels = 3;

    /// <summary>Makes a black picture.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the pixels pass the size of an array.</exception>
    public Image(int width, int height)
        : this(width, height, new byte[CheckedLength(width, height)])
    {
    }

    /// <summary>Wraps pixels that are already there, without a copy.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">Height x width x 3 bytes, RGB interleaved.</param>
    /// <exception cref="ArgumentException">The number of bytes does not fit the size.</exception>
    public Image(int width, int height, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Length != CheckedLength(width, height))
        {
            throw new ArgumentException($"A picture of {width}x{height} has {CheckedLength(width, height)} bytes, {pixels.Length} were given.", nameof(pixels));
        }

        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>Height x width x 3 bytes, RGB interleaved, rows from the top.</summary>
    public byte[] Pixels { get; }

    /// <summary>The bytes of one row.</summary>
    public Span<byte> Row(int y) => Pixels.AsSpan(y * Width * Channels, Width * Channels);

    private static int CheckedLength(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        long length = (long)width * height * Channels;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength, nameof(height));
        return (int)length;
    }
}
