using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// The conversions of <see cref="ColorConverter"/>, bit for bit, 16 pixels at a time. Factors past 16 bits are split: 1.402 into 1 and the rest, 1.772
/// into 2 and the rest,
/// 0.71414 into 1 and the rest; the last step of a row overlaps the one before.
/// </summary>
internal static class ColorConverterVector
{
    private const int Step = 16;
    private const short RedOfCr = 26345;
    private const short BlueOfCb = -14942;
    private const int GreenOfCb = -22554;
    private const int GreenOfCr = 18734;

    /// <inheritdoc cref="ColorConverter.FromYCbCr"/>
    internal static void FromYCbCr(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> rgb)
    {
        if (!Avx2.IsSupported || luma.Length < Step)
        {
            ColorConverter.FromYCbCr(luma, cb, cr, rgb);
            return;
        }

        for (int x = 0; x < luma.Length; x += Step)
        {
            int at = Math.Min(x, luma.Length - Step);
            Convert(Vector128.Create(luma.Slice(at, Step)), Vector128.Create(cb.Slice(at, Step)), Vector128.Create(cr.Slice(at, Step)), rgb[(3 * at)..]);
        }
    }

    /// <inheritdoc cref="ColorConverter.FromRgb"/>
    internal static void FromRgb(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> rgb)
    {
        if (!Avx2.IsSupported || red.Length < Step)
        {
            ColorConverter.FromRgb(red, green, blue, rgb);
            return;
        }

        for (int x = 0; x < red.Length; x += Step)
        {
            int at = Math.Min(x, red.Length - Step);
            PixelInterleaver.Store(
                Vector128.Create(red.Slice(at, Step)), Vector128.Create(green.Slice(at, Step)), Vector128.Create(blue.Slice(at, Step)), rgb[(3 * at)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Convert(Vector128<byte> luma, Vector128<byte> cb, Vector128<byte> cr, Span<byte> rgb)
    {
        Vector256<short> y = Avx2.ConvertToVector256Int16(luma);
        Vector256<short> blueness = Avx2.ConvertToVector256Int16(cb) - Vector256.Create((short)128);
        Vector256<short> redness = Avx2.ConvertToVector256Int16(cr) - Vector256.Create((short)128);

        Vector256<short> red = y + redness + Scale(redness, RedOfCr);
        Vector256<short> blue = y + blueness + blueness + Scale(blueness, BlueOfCb);

        Vector256<short> factors = Vector256.Create((GreenOfCr << 16) | (GreenOfCb & 0xFFFF)).AsInt16();
        Vector256<int> half = Vector256.Create(1 << 15);
        Vector256<int> low = Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(blueness, redness), factors) + half;
        Vector256<int> high = Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(blueness, redness), factors) + half;
        Vector256<short> green = y - redness
            + Avx2.PackSignedSaturate(Vector256.ShiftRightArithmetic(low, 16), Vector256.ShiftRightArithmetic(high, 16));

        PixelInterleaver.Store(ToBytes(red), ToBytes(green), ToBytes(blue), rgb);
    }

    /// <summary>(value x factor + 2^15) / 2^16, rounded down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Scale(Vector256<short> value, short factor) =>
        Vector256.ShiftRightArithmetic(Avx2.MultiplyHigh(value + value, Vector256.Create(factor)) + Vector256<short>.One, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> ToBytes(Vector256<short> values) => Sse2.PackUnsignedSaturate(values.GetLower(), values.GetUpper());
}
