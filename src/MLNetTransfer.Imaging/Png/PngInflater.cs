using System.Buffers.Binary;
using System.IO.Compression;

namespace MLNetTransfer.Imaging.Png;

/// <summary>
/// Gives the filtered rows out of the compressed data. The checksum of the zlib stream is computed here rather than by <see cref="ZLibStream"/>, because that one
/// withholds the last rows where only the checksum is wrong.
/// </summary>
internal sealed class PngInflater : IDisposable
{
    private readonly PngDataStream _data;
    private readonly DeflateStream _stream;
    private PngAdler _adler = new();

    public PngInflater(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        _data = new PngDataStream(parts);
        Span<byte> head = stackalloc byte[2];
        if (_data.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
        {
            throw new ImageFormatException(ImageFormatError.Truncated, "The PNG file ends before its first pixels (IDAT).");
        }

        int check = (head[0] << 8) | head[1];
        if ((head[0] & 0x0F) != 8 || head[0] >> 4 > 7 || check % 31 != 0 || (head[1] & 0x20) != 0)
        {
            throw new ImageFormatException(ImageFormatError.Invalid, $"The pixels (IDAT) of the PNG file begin with {check:X4}, which is no zlib header (RFC 1950).");
        }

        _stream = new DeflateStream(_data, CompressionMode.Decompress);
    }

    /// <summary>What ended the data early; null while nothing did.</summary>
    public ImageFormatException? Failure { get; private set; }

    /// <summary>Fills a buffer; false, with <see cref="Failure"/> set, where the data end or break before it is full.</summary>
    public bool TryRead(Span<byte> buffer)
    {
        int count = 0;
        try
        {
            count = _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            Fail(ImageFormatError.Invalid, "the compressed data are damaged");
            return false;
        }

        if (count < buffer.Length)
        {
            Fail(ImageFormatError.Truncated, "the compressed data end too early");
            return false;
        }

        _adler.Add(buffer);
        return true;
    }

    /// <summary>Marks that rows are missing from here on, and why.</summary>
    public void Fail(ImageFormatError error, string reason) => Failure = new ImageFormatException(error, $"Rows are missing from the PNG file: {reason}.");

    /// <summary>After the last row: what is wrong with the end of the data, or null.</summary>
    public string? CheckEnd()
    {
        try
        {
            if (_stream.ReadByte() >= 0)
            {
                return "The PNG file has more pixels (IDAT) than its header declares; they were ignored.";
            }
        }
        catch (InvalidDataException)
        {
            return "The compressed data of the PNG file are damaged after the last row.";
        }

        // Data that go on long after the end of the zlib stream leave its end, and so its checksum, unknown.
        if (!_data.IsExact)
        {
            return null;
        }

        Span<byte> trailer = stackalloc byte[4];
        if (_data.ReadAtLeast(trailer, trailer.Length, throwOnEndOfStream: false) < trailer.Length)
        {
            return "The compressed data of the PNG file end without their checksum.";
        }

        return BinaryPrimitives.ReadUInt32BigEndian(trailer) == _adler.Value
            ? null
            : "The checksum (Adler-32) of the PNG file's compressed data is wrong; the picture may be damaged.";
    }

    public void Dispose() => _stream.Dispose();
}
