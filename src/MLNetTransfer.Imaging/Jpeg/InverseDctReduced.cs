namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// Inverse transforms that give 4x4, 2x2 or 1x1 samples of a block, in the integers of libjpeg's reduced-size methods: the 8-point transform of Loeffler
/// and others with
/// the outputs averaged and the terms that then cancel left out.
/// </summary>
internal static class InverseDctReduced
{
    private const int ConstantBits = InverseDct.ConstantBits;
    private const int PassBits = InverseDct.PassBits;

    // round(x * 2^13)
    private const int Fix0211164243 = 1730;
    private const int Fix0509795579 = 4176;
    private const int Fix0601344887 = 4926;
    private const int Fix0720959822 = 5906;
    private const int Fix0765366865 = 6270;
    private const int Fix0850430095 = 6967;
    private const int Fix0899976223 = 7373;
    private const int Fix1061594337 = 8697;
    private const int Fix1272758580 = 10426;
    private const int Fix1451774981 = 11893;
    private const int Fix1847759065 = 15137;
    private const int Fix2172734803 = 17799;
    private const int Fix2562915447 = 20995;
    private const int Fix3624509785 = 29692;

    /// <summary>Turns a block of coefficients into <paramref name="size"/> x <paramref name="size"/> samples.</summary>
    /// <param name="size">4, 2 or 1.</param>
    /// <param name="block">64 coefficients in natural order.</param>
    /// <param name="factors">64 quantisation factors in natural order.</param>
    /// <param name="samples">Where the first row goes.</param>
    /// <param name="stride">Bytes from row to row.</param>
    internal static void Transform(int size, ReadOnlySpan<short> block, ReadOnlySpan<short> factors, Span<byte> samples, int stride)
    {
        switch (size)
        {
            case 4:
                Transform4(block, factors, samples, stride);
                break;
            case 2:
                Transform2(block, factors, samples, stride);
                break;
            default:
                samples[0] = InverseDct.ToSample(((short)(block[0] * factors[0]) + 4) >> 3);
                break;
        }
    }

    private static void Transform4(ReadOnlySpan<short> block, ReadOnlySpan<short> factors, Span<byte> samples, int stride)
    {
        const int Shift = ConstantBits - PassBits + 1;
        Span<int> work = stackalloc int[32];
        Span<int> line = stackalloc int[8];
        for (int column = 0; column < 8; column++)
        {
            if (column == 4)
            {
                continue;
            }

            for (int i = 0; i < 8; i++)
            {
                line[i] = (short)(block[(i * 8) + column] * factors[(i * 8) + column]);
            }

            (int even0, int even1, int odd0, int odd1) = Butterfly4(line);
            work[column] = Descale(even0 + odd1, Shift);
            work[24 + column] = Descale(even0 - odd1, Shift);
            work[8 + column] = Descale(even1 + odd0, Shift);
            work[16 + column] = Descale(even1 - odd0, Shift);
        }

        const int LastShift = ConstantBits + PassBits + 4;
        for (int row = 0; row < 4; row++)
        {
            (int even0, int even1, int odd0, int odd1) = Butterfly4(work.Slice(row * 8, 8));
            Span<byte> target = samples.Slice(row * stride, 4);
            target[0] = InverseDct.ToSample(Descale(even0 + odd1, LastShift));
            target[3] = InverseDct.ToSample(Descale(even0 - odd1, LastShift));
            target[1] = InverseDct.ToSample(Descale(even1 + odd0, LastShift));
            target[2] = InverseDct.ToSample(Descale(even1 - odd0, LastShift));
        }
    }

    private static (int Even0, int Even1, int Odd0, int Odd1) Butterfly4(ReadOnlySpan<int> input)
    {
        int dc = input[0] << (ConstantBits + 1);
        int even = (input[2] * Fix1847759065) - (input[6] * Fix0765366865);
        int odd0 = (input[5] * Fix1451774981) - (input[7] * Fix0211164243) - (input[3] * Fix2172734803) + (input[1] * Fix1061594337);
        int odd1 = (input[3] * Fix0899976223) - (input[7] * Fix0509795579) - (input[5] * Fix0601344887) + (input[1] * Fix2562915447);
        return (dc + even, dc - even, odd0, odd1);
    }

    private static void Transform2(ReadOnlySpan<short> block, ReadOnlySpan<short> factors, Span<byte> samples, int stride)
    {
        const int Shift = ConstantBits - PassBits + 2;
        Span<int> work = stackalloc int[16];
        Span<int> line = stackalloc int[8];
        for (int column = 0; column < 8; column++)
        {
            if (column is 2 or 4 or 6)
            {
                continue;
            }

            for (int i = 0; i < 8; i++)
            {
                line[i] = (short)(block[(i * 8) + column] * factors[(i * 8) + column]);
            }

            int dc = line[0] << (ConstantBits + 2);
            int odd = Odd2(line);
            work[column] = Descale(dc + odd, Shift);
            work[8 + column] = Descale(dc - odd, Shift);
        }

        const int LastShift = ConstantBits + PassBits + 5;
        for (int row = 0; row < 2; row++)
        {
            ReadOnlySpan<int> input = work.Slice(row * 8, 8);
            int dc = input[0] << (ConstantBits + 2);
            int odd = Odd2(input);
            samples[row * stride] = InverseDct.ToSample(Descale(dc + odd, LastShift));
            samples[(row * stride) + 1] = InverseDct.ToSample(Descale(dc - odd, LastShift));
        }
    }

    private static int Odd2(ReadOnlySpan<int> input) =>
        (input[5] * Fix0850430095) - (input[7] * Fix0720959822) - (input[3] * Fix1272758580) + (input[1] * Fix3624509785);

    private static int Descale(int value, int shift) => (value + (1 << (shift - 1))) >> shift;
}
