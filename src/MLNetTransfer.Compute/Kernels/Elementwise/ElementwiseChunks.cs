namespace MLNetTransfer.Compute.Kernels.Elementwise;

/// <summary>How element-wise work is cut into parts, whatever the number of threads.</summary>
internal static class ElementwiseChunks
{
    /// <summary>Elements of a part: some microseconds of work.</summary>
    public const int Length = 16384;

    /// <summary>Elements of the repeated row that short rows are replaced by, so that vectors are full.</summary>
    public const int PatternLength = 512;

    /// <summary>Number of parts for a number of elements.</summary>
    public static int Count(int elements) => (int)(((long)elements + Length - 1) / Length);

    /// <summary>Rows of a part.</summary>
    public static int RowsOf(int columns) => Math.Max(1, Length / columns);

    /// <summary>Length of the row that stands for a row of <paramref name="columns"/>: itself, or a multiple.</summary>
    public static int RepeatedLength(int columns) => columns >= PatternLength / 2 ? columns : PatternLength / columns * columns;

    /// <summary>Fills <paramref name="pattern"/> with copies of <paramref name="row"/>.</summary>
    public static void Repeat(ReadOnlySpan<float> row, Span<float> pattern)
    {
        for (int start = 0; start < pattern.Length; start += row.Length)
        {
            row.CopyTo(pattern[start..]);
        }
    }
}
