namespace MLNetTransfer.Imaging.Png;

/// <summary>One pass of Adam7: the pixels of every 8x8 block that it brings. A picture that is not interlaced is one pass of all pixels.</summary>
internal readonly record struct PngPass(int FirstColumn, int FirstRow, int ColumnStep, int RowStep)
{
    /// <summary>All pixels at once.</summary>
    public static IReadOnlyList<PngPass> Whole { get; } = [new(0, 0, 1, 1)];

    /// <summary>The seven passes (ISO/IEC 15948, clause 8).</summary>
    public static IReadOnlyList<PngPass> Adam7 { get; } =
    [
        new(0, 0, 8, 8),
        new(4, 0, 8, 8),
        new(0, 4, 4, 8),
        new(2, 0, 4, 4),
        new(0, 2, 2, 4),
        new(1, 0, 2, 2),
        new(0, 1, 1, 2),
    ];

    /// <summary>Pixels in a row of the pass; 0 for a picture too narrow.</summary>
    public int Columns(int width) => (int)(((long)width - FirstColumn + ColumnStep - 1) / ColumnStep);

    /// <summary>Rows of the pass; 0 for a picture too low.</summary>
    public int Rows(int height) => (int)(((long)height - FirstRow + RowStep - 1) / RowStep);

    /// <summary>
    /// Gives the pixels of this pass that a cut file lacks the colour of the nearest pixel to the left or above that an earlier pass brings.
    /// </summary>
    /// <param name="image">The picture so far.</param>
    /// <param name="firstMissingRow">The first row of the pass, counted in the pass, that is not there.</param>
    public void FillMissing(Image image, int firstMissingRow)
    {
        // A pass halves the distance of pixels either in rows or in columns: the offset that is not 0 leads to an earlier pixel.
        int stepLeft = FirstColumn;
        int stepUp = FirstRow;
        if (stepLeft == 0 && stepUp == 0)
        {
            return;
        }

        for (long y = FirstRow + ((long)firstMissingRow * RowStep); y < image.Height; y += RowStep)
        {
            Span<byte> row = image.Row((int)y);
            ReadOnlySpan<byte> source = image.Row((int)y - stepUp);
            for (int x = FirstColumn; x < image.Width; x += ColumnStep)
            {
                source.Slice((x - stepLeft) * Image.Channels, Image.Channels).CopyTo(row[(x * Image.Channels)..]);
            }
        }
    }
}
