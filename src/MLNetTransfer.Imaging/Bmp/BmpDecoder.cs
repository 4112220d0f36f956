namespace MLNetTransfer.Imaging.Bmp;

/// <summary>
/// Decodes bitmaps of Windows and OS/2: 1 to 32 bits a pixel, colour masks with alpha, run lengths, either order of rows. A cut file gives the rows that are
/// there and a warning; the others are black.
/// </summary>
internal static class BmpDecoder
{
    public static ImageInfo Identify(ReadOnlyMemory<byte> content) => Info(BmpHeader.Parse(content.Span));

    public static DecodedImage Decode(ReadOnlyMemory<byte> content, ImageDecoderOptions options)
    {
        BmpHeader header = BmpHeader.Parse(content.Span);
        ImageLimits.Check("BMP", header.Width, header.Height, workingBytes: 0, options);
        List<string> warnings = [];
        Image image = header.Compression is BmpCompression.RunLength8 or BmpCompression.RunLength4
            ? DecodeRuns(content.Span, header, warnings)
            : DecodeRows(content.Span, header, options, warnings);
        return new DecodedImage(image, Info(header), warnings);
    }

    private static ImageInfo Info(BmpHeader header) => new(ImageFormat.Bmp, header.Width, header.Height, 1);

    private static Image DecodeRuns(ReadOnlySpan<byte> content, BmpHeader header, List<string> warnings)
    {
        BmpPalette palette = new(content, header);
        Image image = new(header.Width, header.Height);
        BmpRunLength runs = new(content[header.PixelOffset..], header, palette, image);
        if (!runs.Decode())
        {
            warnings.Add("The BMP file ends before its last row.");
        }

        WarnOfPalette(palette, warnings);
        return image;
    }

    private static Image DecodeRows(ReadOnlySpan<byte> content, BmpHeader header, ImageDecoderOptions options, List<string> warnings)
    {
        // The last row may lack the bytes that fill it up to a multiple of 4.
        ReadOnlySpan<byte> pixels = content[header.PixelOffset..];
        long rowLength = (((long)header.Width * header.BitCount) + 7) / 8;
        int rows = pixels.Length < rowLength ? 0 : (int)Math.Min(header.Height, ((pixels.Length - rowLength) / header.Stride) + 1);
        if (rows == 0)
        {
            throw new ImageFormatException(ImageFormatError.Truncated, $"The BMP file ends within its first row: {rowLength} bytes are needed, {pixels.Length} are there.");
        }

        if (rows < header.Height)
        {
            warnings.Add($"The BMP file ends after {rows} of {header.Height} rows.");
        }

        Image image = new(header.Width, header.Height);
        if (header.BitCount <= 8)
        {
            BmpPalette palette = new(content, header);
            for (int row = 0; row < rows; row++)
            {
                palette.Convert(StoredRow(pixels, header, row, rowLength), header.BitCount, TargetRow(image, header, row));
            }

            WarnOfPalette(palette, warnings);
            return image;
        }

        BmpColours colours = new(header, options);
        if (colours.HasAlpha && !IsVisible(pixels, header, rows, rowLength, colours))
        {
            colours.UsesAlpha = false;
            warnings.Add("Every pixel of the BMP file is wholly transparent; its alpha was ignored.");
        }

        for (int row = 0; row < rows; row++)
        {
            colours.Convert(StoredRow(pixels, header, row, rowLength), TargetRow(image, header, row));
        }

        return image;
    }

    private static bool IsVisible(ReadOnlySpan<byte> pixels, BmpHeader header, int rows, long rowLength, BmpColours colours)
    {
        for (int row = 0; row < rows; row++)
        {
            if (colours.IsVisible(StoredRow(pixels, header, row, rowLength), header.Width))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> StoredRow(ReadOnlySpan<byte> pixels, BmpHeader header, int row, long rowLength) =>
        pixels.Slice((int)(row * header.Stride), (int)rowLength);

    private static Span<byte> TargetRow(Image image, BmpHeader header, int row) => image.Row(header.IsTopDown ? row : header.Height - 1 - row);

    private static void WarnOfPalette(BmpPalette palette, List<string> warnings)
    {
        if (palette.IsTooShort)
        {
            warnings.Add("Pixels of the BMP file use colours that its palette lacks; they are black.");
        }
    }
}
