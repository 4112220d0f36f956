using System.Buffers.Binary;

namespace MLNetTransfer.Imaging.Bmp;

/// <summary>Both headers of a bitmap file, with the places of palette and pixels worked out.</summary>
internal sealed record BmpHeader
{
    private const int FileHeaderLength = 14;
    private const int OldHeaderLength = 12;
    private const int WindowsHeaderLength = 40;
    private const int MaskHeaderLength = 52;
    private const int AlphaMaskHeaderLength = 56;
    private const int LongOs2HeaderLength = 64;
    private const int LongestHeader = 124;
    private const int MaskLength = 4;

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Whether the first stored row is the top one.</summary>
    public required bool IsTopDown { get; init; }

    public required int BitCount { get; init; }

    public required BmpCompression Compression { get; init; }

    /// <summary>Where the palette begins, from the start of the file.</summary>
    public required int PaletteOffset { get; init; }

    /// <summary>Colours of the palette that count and are in the file.</summary>
    public required int PaletteCount { get; init; }

    /// <summary>3 or 4 bytes: blue, green, red and an unused one.</summary>
    public required int PaletteEntryLength { get; init; }

    /// <summary>Where the pixels begin, from the start of the file.</summary>
    public required int PixelOffset { get; init; }

    /// <summary>Bits of red, green, blue and alpha in a pixel; all 0 where the file states none.</summary>
    public required (uint Red, uint Green, uint Blue, uint Alpha) Masks { get; init; }

    /// <summary>Bytes from one stored row to the next, a multiple of 4.</summary>
    public long Stride => (((long)Width * BitCount) + 31) / 32 * 4;

    public static BmpHeader Parse(ReadOnlySpan<byte> content)
    {
        if (content.Length < FileHeaderLength + 4)
        {
            throw Truncated(content.Length);
        }

        uint headerLength = BinaryPrimitives.ReadUInt32LittleEndian(content[FileHeaderLength..]);
        if (headerLength is not (OldHeaderLength or 16 or WindowsHeaderLength or MaskHeaderLength or AlphaMaskHeaderLength or LongOs2HeaderLength or 108 or LongestHeader))
        {
            throw new ImageFormatException(
                ImageFormatError.NotSupported,
                $"The BMP file has a header of {headerLength} bytes; those of 12, 16, 40, 52, 56, 64, 108 and 124 bytes are known.");
        }

        if (content.Length < FileHeaderLength + (int)headerLength)
        {
            throw Truncated(content.Length);
        }

        Span<byte> header = stackalloc byte[LongestHeader];
        header.Clear();
        content.Slice(FileHeaderLength, (int)headerLength).CopyTo(header);
        bool old = headerLength == OldHeaderLength;
        long width = old ? BinaryPrimitives.ReadUInt16LittleEndian(header[4..]) : BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        long height = old ? BinaryPrimitives.ReadUInt16LittleEndian(header[6..]) : BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        if (width < 1 || height is 0 or int.MinValue)
        {
            throw new ImageFormatException(ImageFormatError.Invalid, $"The BMP file declares {width}x{height} pixels; the width must be at least 1 and the height not 0.");
        }

        int bitCount = BinaryPrimitives.ReadUInt16LittleEndian(header[(old ? 10 : 14)..]);
        uint method = old ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        BmpCompression compression = FindCompression(method, bitCount, (int)headerLength);
        uint coloursUsed = old ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(header[32..]);
        int afterHeader = FileHeaderLength + (int)headerLength;
        int paletteOffset = afterHeader + (headerLength == WindowsHeaderLength ? MasksLength(method) : 0);
        (int paletteCount, int pixelOffset) = PlacePalette(content, bitCount, coloursUsed, paletteOffset, old ? 3 : 4);
        return new BmpHeader
        {
            Width = (int)width,
            Height = (int)Math.Abs(height),
            IsTopDown = height < 0,
            BitCount = bitCount,
            Compression = compression,
            PaletteOffset = paletteOffset,
            PaletteCount = paletteCount,
            PaletteEntryLength = old ? 3 : 4,
            PixelOffset = pixelOffset,
            Masks = compression == BmpCompression.BitFields ? ReadMasks(content, header, (int)headerLength, paletteOffset) : default,
        };
    }

    private static BmpCompression FindCompression(uint method, int bitCount, int headerLength)
    {
        string? refused = (method, headerLength) switch
        {
            (3, LongOs2HeaderLength) => "Huffman coding",
            (4, LongOs2HeaderLength) => "24-bit run lengths",
            (4, _) => "an embedded JPEG picture",
            (5, _) => "an embedded PNG picture",
            _ => null,
        };
        if (refused is not null)
        {
            throw new ImageFormatException(ImageFormatError.NotSupported, $"BMP with {refused} is not supported; convert it to JPEG or PNG.");
        }

        return (method, bitCount) switch
        {
            (0, 1 or 2 or 4 or 8 or 16 or 24 or 32) => BmpCompression.None,
            (1, 8) => BmpCompression.RunLength8,
            (2, 4) => BmpCompression.RunLength4,
            (3 or 6, 16 or 32) => BmpCompression.BitFields,
            _ => throw new ImageFormatException(
                ImageFormatError.Invalid,
                $"The BMP file has {bitCount} bits a pixel with compression {method}, a pair that the format does not know."),
        };
    }

    private static int MasksLength(uint method) => method switch
    {
        3 => 3 * MaskLength,
        6 => 4 * MaskLength,
        _ => 0,
    };

    // The pixels' place in the file header wins where it can be right; many writers leave out colours that it then bounds. A place that leaves no room
    // for any colour is a careless writer's; the pixels then follow the palette.
    private static (int Count, int PixelOffset) PlacePalette(ReadOnlySpan<byte> content, int bitCount, uint coloursUsed, int paletteOffset, int entryLength)
    {
        uint pixelOffset = BinaryPrimitives.ReadUInt32LittleEndian(content[10..]);
        long most = bitCount <= 8 ? 1 << bitCount : 0;
        long stored = coloursUsed == 0 ? most : coloursUsed;
        if (pixelOffset < paletteOffset || (pixelOffset == paletteOffset && most > 0))
        {
            pixelOffset = (uint)Math.Min(uint.MaxValue, paletteOffset + (stored * entryLength));
        }

        if (pixelOffset >= content.Length)
        {
            throw new ImageFormatException(ImageFormatError.Truncated, $"The BMP file ends after {content.Length} bytes, before its pixels at {pixelOffset}.");
        }

        long room = ((int)pixelOffset - paletteOffset) / entryLength;
        return ((int)Math.Min(Math.Min(stored, most), room), (int)pixelOffset);
    }

    private static (uint Red, uint Green, uint Blue, uint Alpha) ReadMasks(ReadOnlySpan<byte> content, ReadOnlySpan<byte> header, int headerLength, int paletteOffset)
    {
        // Behind the short header the masks follow; all longer ones that get here hold them in the same place.
        ReadOnlySpan<byte> masks = header[WindowsHeaderLength..];
        bool hasAlpha = headerLength >= AlphaMaskHeaderLength;
        if (headerLength == WindowsHeaderLength)
        {
            if (content.Length < paletteOffset)
            {
                throw Truncated(content.Length);
            }

            masks = content[(FileHeaderLength + WindowsHeaderLength)..paletteOffset];
            hasAlpha = masks.Length > 3 * MaskLength;
        }

        return (
            BinaryPrimitives.ReadUInt32LittleEndian(masks),
            BinaryPrimitives.ReadUInt32LittleEndian(masks[MaskLength..]),
            BinaryPrimitives.ReadUInt32LittleEndian(masks[(2 * MaskLength)..]),
            hasAlpha ? BinaryPrimitives.ReadUInt32LittleEndian(masks[(3 * MaskLength)..]) : 0);
    }

    private static ImageFormatException Truncated(int length) =>
        new(ImageFormatError.Truncated, $"The BMP file ends after {length} bytes, within its header.");
}
