namespace MLNetTransfer.Imaging.Png;

/// <summary>
/// Decodes PNG (ISO/IEC 15948): every colour type, bit depth and interlacing. Of an animated PNG it gives the default image. A cut or damaged file gives the
/// rows before the damage and a warning; missing rows are black, and missing passes of an interlaced picture are filled from those that are there.
/// </summary>
internal static class PngDecoder
{
    public static ImageInfo Identify(ReadOnlyMemory<byte> content, ImageDecoderOptions options) => Info(PngFile.Parse(content, options, withData: false));

    public static DecodedImage Decode(ReadOnlyMemory<byte> content, ImageDecoderOptions options)
    {
        PngFile file = PngFile.Parse(content, options, withData: true);
        PngHeader header = file.Header;
        long rowBytes = header.RowBytes(header.Width) + 1 + PngFilter.Padding;
        ImageLimits.Check("PNG", header.Width, header.Height, (3 * rowBytes) + (header.Interlaced ? 3L * header.Width : 0), options);
        if (file.Data.Count == 0)
        {
            throw new ImageFormatException(ImageFormatError.Truncated, "The PNG file has no pixels (IDAT).");
        }

        using PngInflater inflater = new(file.Data);
        PngColours colours = new(file, options);
        Image? image = Decode(header, inflater, colours, rowBytes);
        if (image is null)
        {
            throw inflater.Failure!;
        }

        if ((inflater.Failure is null ? inflater.CheckEnd() : inflater.Failure.Message) is { } problem)
        {
            file.Warnings.Add(problem);
        }

        if (colours.PaletteTooShort)
        {
            file.Warnings.Add("Pixels of the PNG file use colours that its palette (PLTE) lacks; they are black.");
        }

        return new DecodedImage(image, Info(file), file.Warnings);
    }

    private static ImageInfo Info(PngFile file) => new(ImageFormat.Png, file.Header.Width, file.Header.Height, file.Orientation);

    // Null where not even the first row is there; the picture is allocated only then, so that empty data cost nothing.
    private static Image? Decode(PngHeader header, PngInflater inflater, PngColours colours, long rowBytes)
    {
        byte[] filtered = new byte[rowBytes];
        byte[] previous = new byte[rowBytes - 1];
        byte[] current = new byte[rowBytes - 1];
        byte[] passRow = new byte[header.Interlaced ? header.Width * Image.Channels : 0];
        Image? image = null;
        foreach (PngPass pass in header.Interlaced ? PngPass.Adam7 : PngPass.Whole)
        {
            int columns = pass.Columns(header.Width);
            int rows = columns == 0 ? 0 : pass.Rows(header.Height);
            int length = (int)header.RowBytes(columns);
            Array.Clear(previous);
            int row = 0;
            for (; row < rows && inflater.Failure is null; row++)
            {
                if (!inflater.TryRead(filtered.AsSpan(0, length + 1)))
                {
                    break;
                }

                if (filtered[0] >= PngFilter.Count)
                {
                    inflater.Fail(ImageFormatError.Invalid, $"one has filter {filtered[0]}, and only 0 to {PngFilter.Count - 1} are defined");
                    break;
                }

                PngFilter.Undo(
                    filtered[0],
                    filtered.AsSpan(1, length + PngFilter.Padding),
                    previous.AsSpan(0, length + PngFilter.Padding),
                    current.AsSpan(0, length + PngFilter.Padding),
                    header.FilterDistance);
                image ??= new Image(header.Width, header.Height);
                Store(pass, row, colours, current.AsSpan(0, length), image, passRow.AsSpan(0, passRow.Length == 0 ? 0 : columns * Image.Channels));
                (previous, current) = (current, previous);
            }

            if (image is null)
            {
                return null;
            }

            if (row < rows)
            {
                pass.FillMissing(image, row);
            }
        }

        return image;
    }

    private static void Store(PngPass pass, int row, PngColours colours, ReadOnlySpan<byte> samples, Image image, Span<byte> passRow)
    {
        Span<byte> target = image.Row(pass.FirstRow + (row * pass.RowStep));
        if (passRow.IsEmpty)
        {
            colours.Convert(samples, target);
            return;
        }

        colours.Convert(samples, passRow);
        int step = pass.ColumnStep * Image.Channels;
        for (int from = 0, to = pass.FirstColumn * Image.Channels; from < passRow.Length; from += Image.Channels, to += step)
        {
            passRow.Slice(from, Image.Channels).CopyTo(target[to..]);
        }
    }
}
