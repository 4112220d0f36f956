namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>The example tables of T.81, section K.1, scaled by the quality number of libjpeg.</summary>
internal static class QuantizationTable
{
    private static ReadOnlySpan<byte> Luminance =>
    [
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static ReadOnlySpan<byte> Chrominance =>
    [
        17, 18, 24, 47, 99, 99, 99, 99,
        18, 21, 26, 66, 99, 99, 99, 99,
        24, 26, 56, 99, 99, 99, 99, 99,
        47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
    ];

    /// <summary>64 factors from 1 to 255 in natural order.</summary>
    /// <param name="isLuminance">Luma or chroma.</param>
    /// <param name="quality">1 (small file) to 100 (all factors 1).</param>
    internal static byte[] Make(bool isLuminance, int quality)
    {
        int percent = quality < 50 ? 5000 / quality : 200 - (2 * quality);
        byte[] table = (isLuminance ? Luminance : Chrominance).ToArray();
        foreach (ref byte factor in table.AsSpan())
        {
            factor = (byte)Math.Clamp(((factor * percent) + 50) / 100, 1, 255);
        }

        return table;
    }
}
