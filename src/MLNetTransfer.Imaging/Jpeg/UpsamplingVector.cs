using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>The methods of <see cref="Upsampling"/>, bit for bit, 16 samples at a time; the last step of a row overlaps the one before.</summary>
internal static class UpsamplingVector
{
    private const int Step = 16;

    /// <inheritdoc cref="Upsampling.Pad"/>
    internal static void Pad(ReadOnlySpan<byte> row, Span<ushort> sums)
    {
        if (!Avx2.IsSupported || row.Length < Step)
        {
            Upsampling.Pad(row, sums);
            return;
        }

        for (int x = 0; x < row.Length; x += Step)
        {
            int at = Math.Min(x, row.Length - Step);
            Widen(row, at).CopyTo(sums[(at + 1)..]);
        }

        Upsampling.Close(row.Length, sums);
    }

    /// <inheritdoc cref="Upsampling.Mix"/>
    internal static void Mix(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<ushort> sums)
    {
        if (!Avx2.IsSupported || near.Length < Step)
        {
            Upsampling.Mix(near, far, sums);
            return;
        }

        for (int x = 0; x < near.Length; x += Step)
        {
            int at = Math.Min(x, near.Length - Step);
            Vector256<ushort> nearest = Widen(near, at);
            (nearest + nearest + nearest + Widen(far, at)).CopyTo(sums[(at + 1)..]);
        }

        Upsampling.Close(near.Length, sums);
    }

    /// <inheritdoc cref="Upsampling.DoubleWidth"/>
    internal static void DoubleWidth(ReadOnlySpan<ushort> sums, bool isMixed, Span<byte> doubled)
    {
        int length = sums.Length - 2;
        if (!Avx2.IsSupported || length < Step)
        {
            Upsampling.DoubleWidth(sums, isMixed, doubled);
            return;
        }

        if (isMixed)
        {
            DoubleWidth(sums, 4, Vector256.Create((ushort)8), Vector256.Create((ushort)7), doubled);
        }
        else
        {
            DoubleWidth(sums, 2, Vector256.Create((ushort)1), Vector256.Create((ushort)2), doubled);
        }
    }

    private static void DoubleWidth(ReadOnlySpan<ushort> sums, int shift, Vector256<ushort> leftRounding, Vector256<ushort> rightRounding, Span<byte> doubled)
    {
        int length = sums.Length - 2;
        Span<ushort> pairs = MemoryMarshal.Cast<byte, ushort>(doubled[..(2 * length)]);
        for (int x = 0; x < length; x += Step)
        {
            int at = Math.Min(x, length - Step);
            Vector256<ushort> center = Vector256.Create(sums.Slice(at + 1, Step));
            Vector256<ushort> near = center + center + center;
            Vector256<ushort> left = (near + Vector256.Create(sums.Slice(at, Step)) + leftRounding) >>> shift;
            Vector256<ushort> right = (near + Vector256.Create(sums.Slice(at + 2, Step)) + rightRounding) >>> shift;
            (left | (right << 8)).CopyTo(pairs[at..]);
        }
    }

    private static Vector256<ushort> Widen(ReadOnlySpan<byte> row, int at) =>
        Avx2.ConvertToVector256Int16(Vector128.Create(row.Slice(at, Step))).AsUInt16();
}
