namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// The discrete cosine transform in the integers of libjpeg's accurate method, the counterpart of <see cref="InverseDct"/>. Results are 8 times the
/// coefficients of T.81.
/// </summary>
internal static class ForwardDct
{
    private const int ConstantBits = InverseDct.ConstantBits;
    private const int PassBits = InverseDct.PassBits;

    /// <summary>Transforms 64 samples, less 128, in place.</summary>
    internal static void Transform(Span<int> block)
    {
        for (int row = 0; row < 8; row++)
        {
            Pass(block.Slice(row * 8, 8), 1, -PassBits, ConstantBits - PassBits);
        }

        for (int column = 0; column < 8; column++)
        {
            Pass(block[column..], 8, PassBits, ConstantBits + PassBits);
        }
    }

    private static void Pass(Span<int> data, int step, int plainShift, int shift)
    {
        int sum07 = data[0] + data[7 * step];
        int difference07 = data[0] - data[7 * step];
        int sum16 = data[step] + data[6 * step];
        int difference16 = data[step] - data[6 * step];
        int sum25 = data[2 * step] + data[5 * step];
        int difference25 = data[2 * step] - data[5 * step];
        int sum34 = data[3 * step] + data[4 * step];
        int difference34 = data[3 * step] - data[4 * step];

        int even0 = sum07 + sum34;
        int even3 = sum07 - sum34;
        int even1 = sum16 + sum25;
        int even2 = sum16 - sum25;
        data[0] = Shift(even0 + even1, plainShift);
        data[4 * step] = Shift(even0 - even1, plainShift);
        int middle = (even2 + even3) * InverseDct.Fix0541196100;
        data[2 * step] = Shift(middle + (even3 * InverseDct.Fix0765366865), shift);
        data[6 * step] = Shift(middle - (even2 * InverseDct.Fix1847759065), shift);

        int all = (difference34 + difference16 + difference25 + difference07) * InverseDct.Fix1175875602;
        int outer = (difference34 + difference07) * -InverseDct.Fix0899976223;
        int inner = (difference25 + difference16) * -InverseDct.Fix2562915447;
        int first = all - ((difference34 + difference16) * InverseDct.Fix1961570560);
        int second = all - ((difference25 + difference07) * InverseDct.Fix0390180644);
        data[7 * step] = Shift((difference34 * InverseDct.Fix0298631336) + outer + first, shift);
        data[5 * step] = Shift((difference25 * InverseDct.Fix2053119869) + inner + second, shift);
        data[3 * step] = Shift((difference16 * InverseDct.Fix3072711026) + inner + first, shift);
        data[step] = Shift((difference07 * InverseDct.Fix1501321110) + outer + second, shift);
    }

    /// <summary>Shifts right with rounding, or left by a negative count.</summary>
    private static int Shift(int value, int count) => count < 0 ? value << -count : (value + (1 << (count - 1))) >> count;
}
