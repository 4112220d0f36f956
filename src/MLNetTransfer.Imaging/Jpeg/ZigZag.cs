namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>The order in which the 64 coefficients of a block are stored (T.81, figure A.6).</summary>
internal static class ZigZag
{
    /// <summary>
    /// Index in the block (row x 8 + column) of the k-th stored coefficient.
    /// 16 more entries point at the last coefficient: a run in a broken file may pass the end of the block by 15, and libjpeg lets the value fall there.
    /// </summary>
    internal static ReadOnlySpan<byte> NaturalOrder =>
    [
        0, 1, 8, 16, 9, 2, 3, 10,
        17, 24, 32, 25, 18, 11, 4, 5,
        12, 19, 26, 33, 40, 48, 41, 34,
        27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36,
        29, 22, 15, 23, 30, 37, 44, 51,
        58, 59, 52, 45, 38, 31, 39, 46,
        53, 60, 61, 54, 47, 55, 62, 63,
        63, 63, 63, 63, 63, 63, 63, 63,
        63, 63, 63, 63, 63, 63, 63, 63,
    ];
}
