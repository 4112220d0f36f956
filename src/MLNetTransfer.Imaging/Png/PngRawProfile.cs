using System.Buffers.Text;
using System.IO.Compression;

namespace MLNetTransfer.Imaging.Png;

/// <summary>
/// EXIF data as ImageMagick and exiftool wrote them before there was the eXIf chunk: a text chunk with the keyword "Raw profile type exif", whose text is a
/// line feed, the name of the profile, its length in bytes, and the bytes as hexadecimal digits in lines.
/// </summary>
internal static class PngRawProfile
{
    // EXIF came from JPEG, where a segment holds 64 KiB; twice that in digits and some for the lines.
    private const int LongestText = 3 * 65536;

    private static ReadOnlySpan<byte> ExifPrefix => "Exif\0\0"u8;

    /// <summary>Gives the TIFF block of a text chunk that holds EXIF data; anything else, broken data included, is not taken.</summary>
    public static bool TryReadExif(ReadOnlyMemory<byte> chunk, bool compressed, out byte[] tiffBlock)
    {
        tiffBlock = [];
        ReadOnlySpan<byte> keyword = "Raw profile type exif\0"u8;
        ReadOnlySpan<byte> apparent = "Raw profile type APP1\0"u8;
        if (!chunk.Span.StartsWith(keyword) && !chunk.Span.StartsWith(apparent))
        {
            return false;
        }

        ReadOnlyMemory<byte> text = chunk[keyword.Length..];
        if (compressed)
        {
            text = text.Length > 1 ? Inflate(text[1..]) : default;
        }

        return text.Length <= LongestText && TryParse(text.Span, out tiffBlock);
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out byte[] tiffBlock)
    {
        tiffBlock = [];
        if (text.IsEmpty || text[0] != '\n')
        {
            return false;
        }

        text = text[1..];
        int nameEnd = text.IndexOf((byte)'\n');
        text = nameEnd < 0 ? default : text[(nameEnd + 1)..].TrimStart((byte)' ');
        if (!Utf8Parser.TryParse(text, out int length, out int digits) || length is < 0 or > LongestText)
        {
            return false;
        }

        byte[] bytes = new byte[length];
        int nibbles = 0;
        foreach (byte letter in text[digits..])
        {
            if (char.IsAsciiHexDigit((char)letter) && nibbles < length * 2)
            {
                int digit = Convert.ToInt32(((char)letter).ToString(), 16);
                bytes[nibbles / 2] |= (byte)(nibbles % 2 == 0 ? digit << 4 : digit);
                nibbles++;
            }
        }

        tiffBlock = bytes.AsSpan().StartsWith(ExifPrefix) ? bytes[ExifPrefix.Length..] : bytes;
        return true;
    }

    private static byte[] Inflate(ReadOnlyMemory<byte> data)
    {
        using ZLibStream stream = new(new PngDataStream([data]), CompressionMode.Decompress);
        byte[] text = new byte[LongestText];
        try
        {
            return text[..stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }
}
