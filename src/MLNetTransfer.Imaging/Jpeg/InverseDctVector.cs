using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// The transform of <see cref="InverseDct"/>, bit for bit, on whole rows: a vector of 16 bits holds one value of each of the 8 columns, and each rotation
/// is one
/// multiplication of pairs. Between and after the passes the block is transposed.
/// </summary>
internal static class InverseDctVector
{
    internal static bool IsSupported => Avx2.IsSupported;

    /// <inheritdoc cref="InverseDct.Transform"/>
    internal static void Transform(ReadOnlySpan<short> block, ReadOnlySpan<short> factors, Span<byte> samples, int stride)
    {
        ReadOnlySpan<Vector128<short>> input = MemoryMarshal.Cast<short, Vector128<short>>(block[..64]);
        ReadOnlySpan<Vector128<short>> scale = MemoryMarshal.Cast<short, Vector128<short>>(factors[..64]);
        Vector128<short> row0 = input[0] * scale[0];
        Vector128<short> row1 = input[1] * scale[1];
        Vector128<short> row2 = input[2] * scale[2];
        Vector128<short> row3 = input[3] * scale[3];
        Vector128<short> row4 = input[4] * scale[4];
        Vector128<short> row5 = input[5] * scale[5];
        Vector128<short> row6 = input[6] * scale[6];
        Vector128<short> row7 = input[7] * scale[7];
        const int FirstShift = InverseDct.ConstantBits - InverseDct.PassBits;
        Pass(ref row0, ref row1, ref row2, ref row3, ref row4, ref row5, ref row6, ref row7, FirstShift);
        Transpose(ref row0, ref row1, ref row2, ref row3, ref row4, ref row5, ref row6, ref row7);
        const int SecondShift = InverseDct.ConstantBits + InverseDct.PassBits + 3;
        Pass(ref row0, ref row1, ref row2, ref row3, ref row4, ref row5, ref row6, ref row7, SecondShift);
        Transpose(ref row0, ref row1, ref row2, ref row3, ref row4, ref row5, ref row6, ref row7);
        Store(row0, row1, samples, 0, stride);
        Store(row2, row3, samples, 2 * stride, stride);
        Store(row4, row5, samples, 4 * stride, stride);
        Store(row6, row7, samples, 6 * stride, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        ref Vector128<short> row0,
        ref Vector128<short> row1,
        ref Vector128<short> row2,
        ref Vector128<short> row3,
        ref Vector128<short> row4,
        ref Vector128<short> row5,
        ref Vector128<short> row6,
        ref Vector128<short> row7,
        [ConstantExpected] int shift)
    {
        Vector256<int> even0 = Vector256.ShiftLeft(Avx2.ConvertToVector256Int32(row0 + row4), InverseDct.ConstantBits);
        Vector256<int> even1 = Vector256.ShiftLeft(Avx2.ConvertToVector256Int32(row0 - row4), InverseDct.ConstantBits);
        Vector256<short> pair26 = Pair(row2, row6);
        Vector256<int> even2 = Rotate(pair26, InverseDct.Fix0541196100, InverseDct.Fix0541196100 - InverseDct.Fix1847759065);
        Vector256<int> even3 = Rotate(pair26, InverseDct.Fix0541196100 + InverseDct.Fix0765366865, InverseDct.Fix0541196100);

        Vector256<short> sums = Pair(row3 + row7, row1 + row5);
        Vector256<int> odd37 = Rotate(sums, InverseDct.Fix1175875602 - InverseDct.Fix1961570560, InverseDct.Fix1175875602);
        Vector256<int> odd15 = Rotate(sums, InverseDct.Fix1175875602, InverseDct.Fix1175875602 - InverseDct.Fix0390180644);
        Vector256<short> pair71 = Pair(row7, row1);
        Vector256<short> pair53 = Pair(row5, row3);
        Vector256<int> odd0 = Rotate(pair71, InverseDct.Fix0298631336 - InverseDct.Fix0899976223, -InverseDct.Fix0899976223) + odd37;
        Vector256<int> odd1 = Rotate(pair53, InverseDct.Fix2053119869 - InverseDct.Fix2562915447, -InverseDct.Fix2562915447) + odd15;
        Vector256<int> odd2 = Rotate(pair53, -InverseDct.Fix2562915447, InverseDct.Fix3072711026 - InverseDct.Fix2562915447) + odd37;
        Vector256<int> odd3 = Rotate(pair71, -InverseDct.Fix0899976223, InverseDct.Fix1501321110 - InverseDct.Fix0899976223) + odd15;

        Vector256<int> rounding = Vector256.Create(1 << (shift - 1));
        Vector256<int> sum03 = even0 + even3 + rounding;
        Vector256<int> sum12 = even1 + even2 + rounding;
        Vector256<int> difference12 = even1 - even2 + rounding;
        Vector256<int> difference03 = even0 - even3 + rounding;
        (row0, row7) = Narrow(sum03 + odd3, sum03 - odd3, shift);
        (row1, row6) = Narrow(sum12 + odd2, sum12 - odd2, shift);
        (row2, row5) = Narrow(difference12 + odd1, difference12 - odd1, shift);
        (row3, row4) = Narrow(difference03 + odd0, difference03 - odd0, shift);
    }

    /// <summary>The values of two rows, column by column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Pair(Vector128<short> first, Vector128<short> second) =>
        Vector256.Create(Sse2.UnpackLow(first, second), Sse2.UnpackHigh(first, second));

    /// <summary>In each column: the first value times a factor and the second times another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Rotate(Vector256<short> pair, int first, int second) =>
        Avx2.MultiplyAddAdjacent(pair, Vector256.Create((second << 16) | (first & 0xFFFF)).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<short> First, Vector128<short> Second) Narrow(Vector256<int> first, Vector256<int> second, [ConstantExpected] int shift)
    {
        Vector256<short> packed = Avx2.PackSignedSaturate(Vector256.ShiftRightArithmetic(first, shift), Vector256.ShiftRightArithmetic(second, shift));
        Vector256<long> ordered = Avx2.Permute4x64(packed.AsInt64(), 0b11_01_10_00);
        return (ordered.GetLower().AsInt16(), ordered.GetUpper().AsInt16());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector128<short> row0,
        ref Vector128<short> row1,
        ref Vector128<short> row2,
        ref Vector128<short> row3,
        ref Vector128<short> row4,
        ref Vector128<short> row5,
        ref Vector128<short> row6,
        ref Vector128<short> row7)
    {
        Vector128<int> low01 = Sse2.UnpackLow(row0, row1).AsInt32();
        Vector128<int> high01 = Sse2.UnpackHigh(row0, row1).AsInt32();
        Vector128<int> low23 = Sse2.UnpackLow(row2, row3).AsInt32();
        Vector128<int> high23 = Sse2.UnpackHigh(row2, row3).AsInt32();
        Vector128<int> low45 = Sse2.UnpackLow(row4, row5).AsInt32();
        Vector128<int> high45 = Sse2.UnpackHigh(row4, row5).AsInt32();
        Vector128<int> low67 = Sse2.UnpackLow(row6, row7).AsInt32();
        Vector128<int> high67 = Sse2.UnpackHigh(row6, row7).AsInt32();

        Vector128<long> upper01 = Sse2.UnpackLow(low01, low23).AsInt64();
        Vector128<long> upper23 = Sse2.UnpackHigh(low01, low23).AsInt64();
        Vector128<long> upper45 = Sse2.UnpackLow(high01, high23).AsInt64();
        Vector128<long> upper67 = Sse2.UnpackHigh(high01, high23).AsInt64();
        Vector128<long> lower01 = Sse2.UnpackLow(low45, low67).AsInt64();
        Vector128<long> lower23 = Sse2.UnpackHigh(low45, low67).AsInt64();
        Vector128<long> lower45 = Sse2.UnpackLow(high45, high67).AsInt64();
        Vector128<long> lower67 = Sse2.UnpackHigh(high45, high67).AsInt64();

        row0 = Sse2.UnpackLow(upper01, lower01).AsInt16();
        row1 = Sse2.UnpackHigh(upper01, lower01).AsInt16();
        row2 = Sse2.UnpackLow(upper23, lower23).AsInt16();
        row3 = Sse2.UnpackHigh(upper23, lower23).AsInt16();
        row4 = Sse2.UnpackLow(upper45, lower45).AsInt16();
        row5 = Sse2.UnpackHigh(upper45, lower45).AsInt16();
        row6 = Sse2.UnpackLow(upper67, lower67).AsInt16();
        row7 = Sse2.UnpackHigh(upper67, lower67).AsInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<short> upper, Vector128<short> lower, Span<byte> samples, int offset, int stride)
    {
        Vector128<ulong> bytes = (Sse2.PackSignedSaturate(upper, lower).AsByte() + Vector128.Create((byte)128)).AsUInt64();
        MemoryMarshal.Write(samples[offset..], bytes.GetElement(0));
        MemoryMarshal.Write(samples[(offset + stride)..], bytes.GetElement(1));
    }
}
