namespace MLNetTransfer.Imaging.Gif;

/// <summary>
/// Decodes the first frame of a GIF, laid on the background where it is transparent or smaller than the screen, as browsers show it. A cut file gives the
/// pixels that are there and a warning.
/// </summary>
internal static class GifDecoder
{
    private const int Channels = Image.Channels;
    private const int TableBytes = 2 * 4096 * sizeof(int);

    // Colour numbers have at most 8 bits, but some writers declare more and get longer codes; with 11 the codes still fit their 12 bits.
    private const int MostSymbolBits = 11;

    // First row and step of the four passes of an interlaced frame.
    private static readonly (int First, int Step)[] InterlacedPasses = [(0, 8), (4, 8), (2, 4), (1, 2)];
    private static readonly (int First, int Step)[] OnePass = [(0, 1)];

    public static ImageInfo Identify(ReadOnlyMemory<byte> content, ImageDecoderOptions options) => Info(GifFile.Parse(content, options));

    public static DecodedImage Decode(ReadOnlyMemory<byte> content, ImageDecoderOptions options)
    {
        GifFile file = GifFile.Parse(content, options);
        long framePixels = (long)file.Width * file.Height;
        ImageLimits.Check("GIF", file.CanvasWidth, file.CanvasHeight, framePixels + TableBytes, options);
        ReadOnlySpan<byte> bytes = content.Span;
        int symbolBits = file.DataOffset < bytes.Length ? bytes[file.DataOffset] : 0;
        if (file.DataOffset < bytes.Length && symbolBits is 0 or > MostSymbolBits)
        {
            throw new ImageFormatException(ImageFormatError.Invalid, $"The GIF file has colour numbers of {symbolBits} bits; 1 to {MostSymbolBits} are possible.");
        }

        List<string> warnings = [];
        byte[] indices = new byte[framePixels];
        int count = symbolBits == 0 ? 0 : GifLzw.Decode(new GifBitReader(bytes, file.DataOffset + 1), symbolBits, indices);
        if (count == 0)
        {
            throw new ImageFormatException(ImageFormatError.Truncated, "The GIF file ends or breaks before its first pixel.");
        }

        if (count < indices.Length)
        {
            warnings.Add($"The GIF file gives {count} of the {indices.Length} pixels of its first frame.");
        }

        Image image = new(file.CanvasWidth, file.CanvasHeight);
        Lay(file, indices.AsSpan(0, count), image, options, warnings);
        return new DecodedImage(image, Info(file), warnings);
    }

    private static ImageInfo Info(GifFile file) => new(ImageFormat.Gif, file.CanvasWidth, file.CanvasHeight, 1);

    private static void Lay(GifFile file, ReadOnlySpan<byte> indices, Image image, ImageDecoderOptions options, List<string> warnings)
    {
        Span<byte> background = [options.Background.Red, options.Background.Green, options.Background.Blue];
        for (int to = 0; to < image.Pixels.Length; to += Channels)
        {
            background.CopyTo(image.Pixels.AsSpan(to));
        }

        byte[] table = MakeTable(file, warnings);
        int largest = 0;
        foreach ((int first, int step) in file.Interlaced ? InterlacedPasses : OnePass)
        {
            for (int y = first; y < file.Height && !indices.IsEmpty; y += step)
            {
                ReadOnlySpan<byte> row = indices[..Math.Min(file.Width, indices.Length)];
                Span<byte> target = image.Row(file.Top + y)[(file.Left * Channels)..];
                for (int x = 0; x < row.Length; x++)
                {
                    int index = row[x];
                    if (index != file.TransparentIndex)
                    {
                        largest = Math.Max(largest, index);
                        table.AsSpan(index * Channels, Channels).CopyTo(target[(x * Channels)..]);
                    }
                }

                indices = indices[row.Length..];
            }
        }

        if (!file.Palette.IsEmpty && largest >= file.Palette.Length / Channels)
        {
            warnings.Add("Pixels of the GIF file use colours that its palette lacks; they are black.");
        }
    }

    private static byte[] MakeTable(GifFile file, List<string> warnings)
    {
        byte[] table = new byte[256 * Channels];
        file.Palette.Span.CopyTo(table);
        if (file.Palette.IsEmpty)
        {
            warnings.Add("The GIF file has no palette; its colour numbers were taken as levels of grey.");
            for (int level = 0; level < 256; level++)
            {
                table.AsSpan(level * Channels, Channels).Fill((byte)level);
            }
        }

        return table;
    }
}
