namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// Doubles rows of chroma with the triangle filter of libjpeg ("fancy upsampling"): each new sample is 3/4 the nearer and 1/4 the farther old one, in
/// each direction.
/// The rounding alternates (ordered dither), which is where the two constants of each method come from.
/// </summary>
internal static class Upsampling
{
    /// <summary>Widens a row into sums for <see cref="DoubleWidth"/>.</summary>
    /// <param name="row">The samples.</param>
    /// <param name="sums">The samples with the first and the last repeated: two longer.</param>
    internal static void Pad(ReadOnlySpan<byte> row, Span<ushort> sums)
    {
        for (int x = 0; x < row.Length; x++)
        {
            sums[x + 1] = row[x];
        }

        Close(row.Length, sums);
    }

    /// <summary>3 parts of the nearer and 1 of the farther row, for <see cref="DoubleWidth"/>.</summary>
    /// <param name="near">The nearer row.</param>
    /// <param name="far">The farther row.</param>
    /// <param name="sums">The sums with the first and the last repeated: two longer.</param>
    internal static void Mix(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<ushort> sums)
    {
        far = far[..near.Length];
        for (int x = 0; x < near.Length; x++)
        {
            sums[x + 1] = (ushort)((3 * near[x]) + far[x]);
        }

        Close(near.Length, sums);
    }

    /// <summary>Doubles a row that <see cref="Pad"/> or <see cref="Mix"/> prepared.</summary>
    /// <param name="sums">The prepared row.</param>
    /// <param name="isMixed">Whether <see cref="Mix"/> made it, so that the sums are 4 times the samples.</param>
    /// <param name="doubled">Twice as many samples as were prepared.</param>
    internal static void DoubleWidth(ReadOnlySpan<ushort> sums, bool isMixed, Span<byte> doubled)
    {
        int shift = isMixed ? 4 : 2;
        int leftRounding = isMixed ? 8 : 1;
        int rightRounding = isMixed ? 7 : 2;
        for (int x = 0; x < sums.Length - 2; x++)
        {
            int near = 3 * sums[x + 1];
            doubled[2 * x] = (byte)((near + sums[x] + leftRounding) >> shift);
            doubled[(2 * x) + 1] = (byte)((near + sums[x + 2] + rightRounding) >> shift);
        }
    }

    /// <summary>A row between two rows.</summary>
    /// <param name="near">The nearer row.</param>
    /// <param name="far">The farther row.</param>
    /// <param name="isUpper">Whether the farther row is above.</param>
    /// <param name="mixed">As many samples as the rows have.</param>
    internal static void DoubleHeight(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, bool isUpper, Span<byte> mixed)
    {
        int rounding = isUpper ? 1 : 2;
        for (int x = 0; x < near.Length; x++)
        {
            mixed[x] = (byte)(((3 * near[x]) + far[x] + rounding) >> 2);
        }
    }

    /// <summary>Repeats samples so that <paramref name="from"/> become <paramref name="to"/>.</summary>
    internal static void Repeat(ReadOnlySpan<byte> row, int from, int to, Span<byte> repeated)
    {
        for (int x = 0; x < repeated.Length; x++)
        {
            repeated[x] = row[x * from / to];
        }
    }

    /// <summary>Repeats the first and the last sum.</summary>
    internal static void Close(int length, Span<ushort> sums)
    {
        sums[0] = sums[1];
        sums[length + 1] = sums[length];
    }
}
