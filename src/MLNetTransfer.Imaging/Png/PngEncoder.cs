using System.Buffers.Binary;
using System.IO.Compression;

namespace MLNetTransfer.Imaging.Png;

/// <summary>Writes pictures as PNG: 8-bit RGB, not interlaced, without ancillary chunks, so that equal pixels give equal files on the same runtime.</summary>
public static class PngEncoder
{
    private const int LongestData = 1 << 20;

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">The pixels.</param>
    /// <returns>A whole PNG file.</returns>
    /// <exception cref="OverflowException">The file passes the size of an array.</exception>
    public static byte[] Encode(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using MemoryStream data = new();
        using (ZLibStream compressed = new(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            WriteRows(image, compressed);
        }

        using MemoryStream file = new();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Span<byte> header = stackalloc byte[PngHeader.Length];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)PngColourType.Rgb;
        WriteChunk(file, "IHDR"u8, header);
        ReadOnlySpan<byte> rest = data.GetBuffer().AsSpan(0, checked((int)data.Length));
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> part = rest[..Math.Min(rest.Length, LongestData)];
            WriteChunk(file, "IDAT"u8, part);
            rest = rest[part.Length..];
        }

        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Writes length, type, content and checksum of a chunk.</summary>
    internal static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] summed = [.. type, .. content];
        file.Write(summed);
        BinaryPrimitives.WriteUInt32BigEndian(number, PngCrc.Compute(summed));
        file.Write(number);
    }

    // Each row takes the filter whose bytes, as signed numbers, have the least sum of sizes (ISO/IEC 15948, 12.8).
    private static void WriteRows(Image image, Stream compressed)
    {
        int length = image.Width * Image.Channels;
        byte[] above = new byte[length];
        byte[][] candidates = new byte[PngFilter.Count][];
        for (int filter = 0; filter < candidates.Length; filter++)
        {
            candidates[filter] = new byte[length + 1];
            candidates[filter][0] = (byte)filter;
        }

        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            compressed.Write(candidates[FilterRow(row, above, candidates)]);
            row.CopyTo(above);
        }
    }

    private static int FilterRow(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, byte[][] candidates)
    {
        Span<byte> none = candidates[0].AsSpan(1);
        Span<byte> toLeft = candidates[1].AsSpan(1);
        Span<byte> toAbove = candidates[2].AsSpan(1);
        Span<byte> average = candidates[3].AsSpan(1);
        Span<byte> paeth = candidates[4].AsSpan(1);
        Span<long> sums = stackalloc long[PngFilter.Count];
        for (int i = 0; i < row.Length; i++)
        {
            int value = row[i];
            int up = above[i];
            int left = i < Image.Channels ? 0 : row[i - Image.Channels];
            int upLeft = i < Image.Channels ? 0 : above[i - Image.Channels];
            sums[0] += Magnitude(none[i] = (byte)value);
            sums[1] += Magnitude(toLeft[i] = (byte)(value - left));
            sums[2] += Magnitude(toAbove[i] = (byte)(value - up));
            sums[3] += Magnitude(average[i] = (byte)(value - ((left + up) >> 1)));
            sums[4] += Magnitude(paeth[i] = (byte)(value - PngFilter.Paeth(left, up, upLeft)));
        }

        int best = 0;
        for (int filter = 1; filter < sums.Length; filter++)
        {
            best = sums[filter] < sums[best] ? filter : best;
        }

        return best;
    }

    private static int Magnitude(byte value) => Math.Abs((int)(sbyte)value);
}
