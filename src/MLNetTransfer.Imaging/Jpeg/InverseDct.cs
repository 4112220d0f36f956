namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// The inverse discrete cosine transform in the integers of libjpeg's accurate method ("islow"): C. Loeffler, A. Ligtenberg, G. Moschytz, "Practical fast
/// 1-D DCT algorithms
/// with 11 multiplications", ICASSP 1989, with constants of 13 bits and 2 extra bits between the passes. 16-bit values wrap and results saturate as in
/// the SIMD forms of
/// libjpeg-turbo, so broken files too give its pixels. Plain reference of <see cref="InverseDctVector"/>.
/// </summary>
internal static class InverseDct
{
    internal const int ConstantBits = 13;
    internal const int PassBits = 2;

    // round(x * 2^13)
    internal const int Fix0298631336 = 2446;
    internal const int Fix0390180644 = 3196;
    internal const int Fix0541196100 = 4433;
    internal const int Fix0765366865 = 6270;
    internal const int Fix0899976223 = 7373;
    internal const int Fix1175875602 = 9633;
    internal const int Fix1501321110 = 12299;
    internal const int Fix1847759065 = 15137;
    internal const int Fix1961570560 = 16069;
    internal const int Fix2053119869 = 16819;
    internal const int Fix2562915447 = 20995;
    internal const int Fix3072711026 = 25172;

    /// <summary>Turns a block of coefficients into 8x8 samples.</summary>
    /// <param name="block">64 coefficients in natural order.</param>
    /// <param name="factors">64 quantisation factors in natural order.</param>
    /// <param name="samples">Where the first row goes.</param>
    /// <param name="stride">Bytes from row to row.</param>
    internal static void Transform(ReadOnlySpan<short> block, ReadOnlySpan<short> factors, Span<byte> samples, int stride)
    {
        Span<short> work = stackalloc short[64];
        for (int i = 0; i < 64; i++)
        {
            work[i] = (short)(block[i] * factors[i]);
        }

        for (int column = 0; column < 8; column++)
        {
            Pass(work[column..], 8, ConstantBits - PassBits);
        }

        for (int row = 0; row < 8; row++)
        {
            Span<short> line = work.Slice(row * 8, 8);
            Pass(line, 1, ConstantBits + PassBits + 3);
            Span<byte> target = samples.Slice(row * stride, 8);
            for (int i = 0; i < 8; i++)
            {
                target[i] = ToSample(line[i]);
            }
        }
    }

    /// <summary>The 8x8 samples of a block that has only a DC coefficient.</summary>
    internal static void TransformDc(short coefficient, short factor, Span<byte> samples, int stride)
    {
        byte sample = SampleOfDc(coefficient, factor);
        for (int row = 0; row < 8; row++)
        {
            samples.Slice(row * stride, 8).Fill(sample);
        }
    }

    internal static byte SampleOfDc(short coefficient, short factor)
    {
        int value = (short)((coefficient * factor) << PassBits);
        return ToSample((value + 16) >> 5);
    }

    internal static byte ToSample(int value) => (byte)(Math.Clamp(value, sbyte.MinValue, sbyte.MaxValue) + 128);

    private static void Pass(Span<short> data, int step, int shift)
    {
        int in1 = data[step];
        int in2 = data[2 * step];
        int in3 = data[3 * step];
        int in5 = data[5 * step];
        int in6 = data[6 * step];
        int in7 = data[7 * step];

        int even2 = (in2 * Fix0541196100) + (in6 * (Fix0541196100 - Fix1847759065));
        int even3 = (in2 * (Fix0541196100 + Fix0765366865)) + (in6 * Fix0541196100);
        int even0 = (short)(data[0] + data[4 * step]) << ConstantBits;
        int even1 = (short)(data[0] - data[4 * step]) << ConstantBits;

        int sum37 = (short)(in3 + in7);
        int sum15 = (short)(in1 + in5);
        int odd37 = (sum37 * (Fix1175875602 - Fix1961570560)) + (sum15 * Fix1175875602);
        int odd15 = (sum37 * Fix1175875602) + (sum15 * (Fix1175875602 - Fix0390180644));
        int odd0 = (in7 * (Fix0298631336 - Fix0899976223)) - (in1 * Fix0899976223) + odd37;
        int odd1 = (in5 * (Fix2053119869 - Fix2562915447)) - (in3 * Fix2562915447) + odd15;
        int odd2 = (in3 * (Fix3072711026 - Fix2562915447)) - (in5 * Fix2562915447) + odd37;
        int odd3 = (in1 * (Fix1501321110 - Fix0899976223)) - (in7 * Fix0899976223) + odd15;

        data[0] = Descale(even0 + even3 + odd3, shift);
        data[7 * step] = Descale(even0 + even3 - odd3, shift);
        data[step] = Descale(even1 + even2 + odd2, shift);
        data[6 * step] = Descale(even1 + even2 - odd2, shift);
        data[2 * step] = Descale(even1 - even2 + odd1, shift);
        data[5 * step] = Descale(even1 - even2 - odd1, shift);
        data[3 * step] = Descale(even0 - even3 + odd0, shift);
        data[4 * step] = Descale(even0 - even3 - odd0, shift);
    }

    private static short Descale(int value, int shift) =>
        (short)Math.Clamp((value + (1 << (shift - 1))) >> shift, short.MinValue, short.MaxValue);
}
