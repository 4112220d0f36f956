namespace MLNetTransfer.Imaging.Bmp;

/// <summary>The colours of a bitmap by their number; those that the file lacks are black.</summary>
internal sealed class BmpPalette
{
    private const int Channels = Image.Channels;

    private readonly byte[] _table = new byte[256 * Channels];
    private readonly int _count;
    private int _largestIndex;

    public BmpPalette(ReadOnlySpan<byte> content, BmpHeader header)
    {
        _count = header.PaletteCount;
        for (int i = 0; i < _count; i++)
        {
            ReadOnlySpan<byte> entry = content.Slice(header.PaletteOffset + (i * header.PaletteEntryLength), Channels);
            (_table[i * Channels], _table[(i * Channels) + 1], _table[(i * Channels) + 2]) = (entry[2], entry[1], entry[0]);
        }
    }

    /// <summary>Whether a pixel asked for a colour that the file lacks.</summary>
    public bool IsTooShort => _largestIndex >= _count;

    /// <summary>Writes the colour of one pixel.</summary>
    public void Put(int index, Span<byte> pixel)
    {
        _largestIndex = Math.Max(_largestIndex, index);
        _table.AsSpan(index * Channels, Channels).CopyTo(pixel);
    }

    /// <summary>Converts a row of numbers of 1, 2, 4 or 8 bits, the leftmost pixel in the highest bits.</summary>
    public void Convert(ReadOnlySpan<byte> row, int bitCount, Span<byte> target)
    {
        int mask = (1 << bitCount) - 1;
        for (int to = 0, bit = 0; to < target.Length; to += Channels, bit += bitCount)
        {
            Put((row[bit >> 3] >> (8 - bitCount - (bit & 7))) & mask, target[to..]);
        }
    }
}
