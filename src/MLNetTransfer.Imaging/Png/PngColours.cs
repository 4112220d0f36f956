using System.Buffers.Binary;

namespace MLNetTransfer.Imaging.Png;

/// <summary>
/// Turns rows of samples into opaque RGB. Of 16-bit samples the high byte is taken, as Pillow does for colour; transparent pixels are laid on the background.
/// </summary>
internal sealed class PngColours
{
    private const int Channels = Image.Channels;

    private readonly PngHeader _header;
    private readonly byte[] _table = [];
    private readonly byte[] _background;
    private readonly byte[] _transparentSample;
    private readonly int _paletteLength;
    private int _largestIndex;

    public PngColours(PngFile file, ImageDecoderOptions options)
    {
        _header = file.Header;
        _background = [options.Background.Red, options.Background.Green, options.Background.Blue];
        _transparentSample = TransparentSample(file);
        _paletteLength = file.Palette.Length / Channels;
        if (_header.ColourType == PngColourType.Indexed)
        {
            _table = PaletteTable(file.Palette.Span, file.Transparency.Span);
        }
        else if (_header.ColourType == PngColourType.Grey && _header.BitDepth <= 8)
        {
            _table = GreyTable();
        }
    }

    /// <summary>Whether pixels asked for colours that the palette does not have; they are black.</summary>
    public bool PaletteTooShort => _header.ColourType == PngColourType.Indexed && _largestIndex >= _paletteLength;

    /// <summary>Converts a row.</summary>
    /// <param name="row">Samples as stored, filters undone.</param>
    /// <param name="target">3 bytes a pixel; its length says how many pixels.</param>
    public void Convert(ReadOnlySpan<byte> row, Span<byte> target)
    {
        switch (_header.ColourType)
        {
            case PngColourType.Grey when _header.BitDepth == 16:
                ConvertGrey16(row, target);
                break;
            case PngColourType.Grey or PngColourType.Indexed:
                ConvertByTable(row, target);
                break;
            case PngColourType.Rgb:
                ConvertRgb(row, target);
                break;
            case PngColourType.GreyAlpha:
                ConvertGreyAlpha(row, target, _header.BitDepth / 8);
                break;
            default:
                ConvertRgbAlpha(row, target, _header.BitDepth / 8);
                break;
        }
    }

    private void ConvertByTable(ReadOnlySpan<byte> row, Span<byte> target)
    {
        ReadOnlySpan<byte> table = _table;
        int depth = _header.BitDepth;
        int mask = (1 << depth) - 1;
        int bit = 8 - depth;
        int at = 0;
        int largest = _largestIndex;
        for (int to = 0; to < target.Length; to += Channels)
        {
            int index = (row[at] >> bit) & mask;
            largest = Math.Max(largest, index);
            ReadOnlySpan<byte> colour = table.Slice(index * Channels, Channels);
            Span<byte> pixel = target.Slice(to, Channels);
            pixel[0] = colour[0];
            pixel[1] = colour[1];
            pixel[2] = colour[2];
            bit -= depth;
            if (bit < 0)
            {
                bit = 8 - depth;
                at++;
            }
        }

        _largestIndex = largest;
    }

    private void ConvertGrey16(ReadOnlySpan<byte> row, Span<byte> target)
    {
        for (int from = 0, to = 0; to < target.Length; from += 2, to += Channels)
        {
            if (row.Slice(from, 2).SequenceEqual(_transparentSample))
            {
                _background.CopyTo(target[to..]);
            }
            else
            {
                target.Slice(to, Channels).Fill(row[from]);
            }
        }
    }

    private void ConvertRgb(ReadOnlySpan<byte> row, Span<byte> target)
    {
        int sampleBytes = _header.BitDepth / 8;
        if (sampleBytes == 1)
        {
            row[..target.Length].CopyTo(target);
        }
        else
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = row[i * 2];
            }
        }

        int pixelBytes = sampleBytes * Channels;
        for (int from = 0, to = 0; to < target.Length && _transparentSample.Length > 0; from += pixelBytes, to += Channels)
        {
            if (row.Slice(from, pixelBytes).SequenceEqual(_transparentSample))
            {
                _background.CopyTo(target[to..]);
            }
        }
    }

    private void ConvertGreyAlpha(ReadOnlySpan<byte> row, Span<byte> target, int sampleBytes)
    {
        for (int from = 0, to = 0; to < target.Length; from += 2 * sampleBytes, to += Channels)
        {
            byte grey = row[from];
            byte alpha = row[from + sampleBytes];
            target[to] = Blending.Blend(grey, alpha, _background[0]);
            target[to + 1] = Blending.Blend(grey, alpha, _background[1]);
            target[to + 2] = Blending.Blend(grey, alpha, _background[2]);
        }
    }

    private void ConvertRgbAlpha(ReadOnlySpan<byte> row, Span<byte> target, int sampleBytes)
    {
        (int red, int green, int blue) = (_background[0], _background[1], _background[2]);
        for (int from = 0, to = 0; to < target.Length; from += 4 * sampleBytes, to += Channels)
        {
            ReadOnlySpan<byte> pixel = row.Slice(from, 4 * sampleBytes);
            Span<byte> result = target.Slice(to, Channels);
            byte alpha = pixel[3 * sampleBytes];
            result[0] = Blending.Blend(pixel[0], alpha, red);
            result[1] = Blending.Blend(pixel[sampleBytes], alpha, green);
            result[2] = Blending.Blend(pixel[2 * sampleBytes], alpha, blue);
        }
    }

    private byte[] PaletteTable(ReadOnlySpan<byte> palette, ReadOnlySpan<byte> alphas)
    {
        byte[] table = new byte[256 * Channels];
        palette.CopyTo(table);
        for (int i = 0; i < alphas.Length * Channels; i++)
        {
            table[i] = Blending.Blend(table[i], alphas[i / Channels], _background[i % Channels]);
        }

        return table;
    }

    private byte[] GreyTable()
    {
        int levels = 1 << _header.BitDepth;
        byte[] table = new byte[levels * Channels];
        for (int level = 0; level < levels; level++)
        {
            table.AsSpan(level * Channels, Channels).Fill((byte)(level * 255 / (levels - 1)));
        }

        if (_transparentSample.Length > 0)
        {
            _background.CopyTo(table.AsSpan((_transparentSample[0] & (levels - 1)) * Channels));
        }

        return table;
    }

    // The colour that counts as transparent, in the bytes of a stored pixel; empty where there is none.
    private static byte[] TransparentSample(PngFile file)
    {
        ReadOnlySpan<byte> chunk = file.Transparency.Span;
        if (chunk.IsEmpty || file.Header.ColourType == PngColourType.Indexed)
        {
            return [];
        }

        if (file.Header.BitDepth == 16)
        {
            return chunk.ToArray();
        }

        byte[] sample = new byte[chunk.Length / 2];
        for (int i = 0; i < sample.Length; i++)
        {
            sample[i] = (byte)BinaryPrimitives.ReadUInt16BigEndian(chunk[(i * 2)..]);
        }

        return sample;
    }
}
