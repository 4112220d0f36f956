namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>One colour component of a frame.</summary>
internal sealed class JpegComponent(int id, int horizontal, int vertical, int quantizationIndex)
{
    /// <summary>Its name in the headers of the scans.</summary>
    internal int Id { get; } = id;

    /// <summary>Blocks of it in a row of a minimum coded unit, 1 to 4.</summary>
    internal int Horizontal { get; } = horizontal;

    /// <summary>Rows of blocks of it in a minimum coded unit, 1 to 4.</summary>
    internal int Vertical { get; } = vertical;

    /// <summary>The slot of its quantisation table, 0 to 3.</summary>
    internal int QuantizationIndex { get; } = quantizationIndex;

    /// <summary>Blocks in a row, without those that only fill the last minimum coded unit.</summary>
    internal int BlocksWide { get; set; }

    /// <summary>Rows of blocks, without those that only fill the last minimum coded unit.</summary>
    internal int BlocksHigh { get; set; }

    /// <summary>
    /// 64 factors in the natural order of the block, or null before the first scan of the component. The table that is in force at that scan counts;
    /// the slot may be filled anew afterwards.
    /// </summary>
    internal short[]? Quantization { get; set; }
}
