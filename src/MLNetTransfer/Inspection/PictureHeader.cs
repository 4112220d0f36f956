using System.Buffers.Binary;
using MLNetTransfer.Datasets;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Inspection;

/// <summary>Reads from the head of a file how it stores colours and whether it is animated; what the decoder has no use for. Never throws for bad content.</summary>
internal static class PictureHeader
{
    private const int GifHeaderLength = 13;

    /// <summary>How colours are stored.</summary>
    public static ColourKind Colours(ReadOnlySpan<byte> content, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => JpegColours(JpegFrameHeader.Find(content)),
        ImageFormat.Png => PngColours(content),
        ImageFormat.Gif => ColourKind.Palette,
        ImageFormat.Bmp => BmpColours(content),
        _ => ColourKind.Unknown,
    };

    /// <summary>Whether several pictures follow each other.</summary>
    public static bool IsAnimated(ReadOnlySpan<byte> content, ImageFormat format) => format switch
    {
        ImageFormat.Gif => GifFrames(content) > 1,
        ImageFormat.Png => FindChunk(content, "acTL"u8),
        ImageFormat.WebP => content.Length > 20 && content[12..16].SequenceEqual("VP8X"u8) && (content[20] & 2) != 0,
        _ => false,
    };

    private static ColourKind JpegColours(JpegFrameHeader? header) => header switch
    {
        { Precision: > 8 } => ColourKind.Deep,
        { Components: 1 } => ColourKind.Grey,
        { Components: 3 } => ColourKind.Rgb,
        { Components: 4 } => ColourKind.Cmyk,
        _ => ColourKind.Unknown,
    };

    private static ColourKind PngColours(ReadOnlySpan<byte> content)
    {
        if (content.Length < 26)
        {
            return ColourKind.Unknown;
        }

        if (content[24] == 16)
        {
            return ColourKind.Deep;
        }

        ColourKind kind = content[25] switch
        {
            0 => ColourKind.Grey,
            2 => ColourKind.Rgb,
            3 => ColourKind.Palette,
            4 or 6 => ColourKind.Alpha,
            _ => ColourKind.Unknown,
        };
        return kind is ColourKind.Grey or ColourKind.Rgb or ColourKind.Palette && FindChunk(content, "tRNS"u8) ? ColourKind.Alpha : kind;
    }

    private static ColourKind BmpColours(ReadOnlySpan<byte> content)
    {
        if (content.Length < 30)
        {
            return ColourKind.Unknown;
        }

        bool isOld = BinaryPrimitives.ReadUInt32LittleEndian(content[14..]) == 12;
        return BinaryPrimitives.ReadUInt16LittleEndian(content[(isOld ? 24 : 28)..]) switch
        {
            <= 8 => ColourKind.Palette,
            _ => ColourKind.Rgb,
        };
    }

    // Chunks that come before the pixels.
    private static bool FindChunk(ReadOnlySpan<byte> content, ReadOnlySpan<byte> type)
    {
        for (long at = 8; at + 12 <= content.Length;)
        {
            ReadOnlySpan<byte> chunk = content[(int)at..];
            ReadOnlySpan<byte> name = chunk.Slice(4, 4);
            if (name.SequenceEqual(type))
            {
                return true;
            }

            if (name.SequenceEqual("IDAT"u8))
            {
                return false;
            }

            at += 12L + BinaryPrimitives.ReadUInt32BigEndian(chunk);
        }

        return false;
    }

    // Counts up to 2.
    private static int GifFrames(ReadOnlySpan<byte> content)
    {
        if (content.Length < GifHeaderLength)
        {
            return 0;
        }

        int at = GifHeaderLength + TableLength(content[10]);
        int frames = 0;
        while (at < content.Length && frames < 2)
        {
            switch (content[at])
            {
                case 0x21:
                    at = SkipBlocks(content, at + 2);
                    break;
                case 0x2C when at + 10 <= content.Length:
                    frames++;
                    at = SkipBlocks(content, at + 10 + TableLength(content[at + 9]) + 1);
                    break;
                default:
                    return frames;
            }
        }

        return frames;
    }

    private static int TableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static int SkipBlocks(ReadOnlySpan<byte> content, int at)
    {
        while (at < content.Length && content[at] != 0)
        {
            at += 1 + content[at];
        }

        return at + 1;
    }
}
