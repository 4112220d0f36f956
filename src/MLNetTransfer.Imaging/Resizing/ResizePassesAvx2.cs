using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetTransfer.Imaging.Resizing;

/// <summary>
/// The two passes with the 16-bit multiply-add of AVX2, which takes two taps at once: a weight of 23 bits is split into a high and a low
/// part whose sums are put together at the end, which is exact.
/// </summary>
internal sealed class ResizePassesAvx2 : ResizePasses
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Horizontal(ReadOnlySpan<byte> source, ResizeWeights columns, Span<byte> destination)
    {
        const byte Z = 128;

        // Pixels 0 and 1 of RGB as 16-bit pairs (R0 R1 G0 G1 B0 B1) in the lower half, 2 and 3 in the upper.
        Vector256<byte> pairs = Vector256.Create(
            0, Z, 3, Z, 1, Z, 4, Z, 2, Z, 5, Z, Z, Z, Z, Z, 6, Z, 9, Z, 7, Z, 10, Z, 8, Z, 11, Z, Z, Z, Z, Z);
        Vector256<byte> highParts = Vector256.Create(
            0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, (byte)7);
        Vector256<byte> lowParts = highParts + Vector256.Create((byte)8);
        ReadOnlySpan<int> firsts = columns.Firsts;
        ReadOnlySpan<int> packed = columns.AllPacked;
        int stride = columns.Stride;
        for (int x = 0; x < firsts.Length; x++)
        {
            int offset = firsts[x] * Image.Channels;
            Vector256<int> high = Vector256<int>.Zero;
            Vector256<int> low = Vector256<int>.Zero;
            for (int tap = 0; tap < stride; tap += ResizeWeights.GroupSize)
            {
                Vector128<byte> four = Vector128.Create(source.Slice(offset, 16));
                Vector128<byte> group = Vector128.Create(packed[..ResizeWeights.GroupSize]).AsByte();
                packed = packed[ResizeWeights.GroupSize..];
                offset += ResizeWeights.GroupSize * Image.Channels;
                Vector256<short> taps = Avx2.Shuffle(Vector256.Create(four, four), pairs).AsInt16();
                Vector256<byte> weights = Vector256.Create(group, group);
                high += Avx2.MultiplyAddAdjacent(taps, Avx2.Shuffle(weights, highParts).AsInt16());
                low += Avx2.MultiplyAddAdjacent(taps, Avx2.Shuffle(weights, lowParts).AsInt16());
            }

            Vector256<int> sums = (high << ResizeWeights.SplitBits) + low;
            Vector128<int> sum = (sums.GetLower() + sums.GetUpper() + Vector128.Create(ResizeWeights.Half)) >> ResizeWeights.PrecisionBits;
            Vector128<short> words = Sse2.PackSignedSaturate(sum, sum);
            uint pixel = Sse2.PackUnsignedSaturate(words, words).AsUInt32().ToScalar();
            BinaryPrimitives.WriteUInt32LittleEndian(destination.Slice(x * Image.Channels, 4), pixel);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Vertical(ReadOnlySpan<byte> window, int stride, ResizeWeights rows, int output, Span<byte> destination)
    {
        ReadOnlySpan<int> packed = rows.Packed(output);
        int whole = destination.Length / Block * Block;
        for (int i = 0; i < whole; i += Block)
        {
            VerticalBlock(window[i..], stride, packed).CopyTo(destination.Slice(i, Block));
        }

        if (whole < destination.Length)
        {
            Span<byte> block = stackalloc byte[Block];
            VerticalBlock(window[whole..], stride, packed).CopyTo(block);
            block[..(destination.Length - whole)].CopyTo(destination[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector256<byte> VerticalBlock(ReadOnlySpan<byte> window, int stride, ReadOnlySpan<int> packed)
    {
        Vector256<int> high0 = Vector256<int>.Zero;
        Vector256<int> high1 = high0;
        Vector256<int> high2 = high0;
        Vector256<int> high3 = high0;
        Vector256<int> low0 = high0;
        Vector256<int> low1 = high0;
        Vector256<int> low2 = high0;
        Vector256<int> low3 = high0;
        for (int tap = 0; tap < packed.Length; tap += 2)
        {
            Vector256<byte> row0 = Vector256.Create(window.Slice(tap * stride, Block));
            Vector256<byte> row1 = Vector256.Create(window.Slice((tap + 1) * stride, Block));

            // Taps 0 and 1 of a group have their high parts at 0 and their low parts at 2, taps 2 and 3 at 1 and 3.
            int pair = (tap & ~3) + ((tap & 2) >> 1);
            Vector256<short> high = Vector256.Create(packed[pair]).AsInt16();
            Vector256<short> low = Vector256.Create(packed[pair + 2]).AsInt16();

            Vector256<byte> lower = Avx2.UnpackLow(row0, row1);
            Vector256<byte> upper = Avx2.UnpackHigh(row0, row1);
            Vector256<short> pairs0 = Avx2.UnpackLow(lower, Vector256<byte>.Zero).AsInt16();
            Vector256<short> pairs1 = Avx2.UnpackHigh(lower, Vector256<byte>.Zero).AsInt16();
            Vector256<short> pairs2 = Avx2.UnpackLow(upper, Vector256<byte>.Zero).AsInt16();
            Vector256<short> pairs3 = Avx2.UnpackHigh(upper, Vector256<byte>.Zero).AsInt16();
            high0 += Avx2.MultiplyAddAdjacent(pairs0, high);
            high1 += Avx2.MultiplyAddAdjacent(pairs1, high);
            high2 += Avx2.MultiplyAddAdjacent(pairs2, high);
            high3 += Avx2.MultiplyAddAdjacent(pairs3, high);
            low0 += Avx2.MultiplyAddAdjacent(pairs0, low);
            low1 += Avx2.MultiplyAddAdjacent(pairs1, low);
            low2 += Avx2.MultiplyAddAdjacent(pairs2, low);
            low3 += Avx2.MultiplyAddAdjacent(pairs3, low);
        }

        return Avx2.PackUnsignedSaturate(
            Avx2.PackSignedSaturate(Round(high0, low0), Round(high1, low1)),
            Avx2.PackSignedSaturate(Round(high2, low2), Round(high3, low3)));
    }

    private static Vector256<int> Round(Vector256<int> high, Vector256<int> low) =>
        ((high << ResizeWeights.SplitBits) + low + Vector256.Create(ResizeWeights.Half)) >> ResizeWeights.PrecisionBits;
}
