using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetTransfer.Imaging.Resizing;

/// <summary>The two passes with portable 128-bit vectors of 32-bit integers.</summary>
internal sealed class ResizePassesVector128 : ResizePasses
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Horizontal(ReadOnlySpan<byte> source, ResizeWeights columns, Span<byte> destination)
    {
        const byte Z = 255;
        for (int x = 0; x < columns.Count; x++)
        {
            ReadOnlySpan<int> weights = columns.Weights(x);
            ReadOnlySpan<byte> pixels = source[(columns.First(x) * Image.Channels)..];
            Vector128<int> sum = Vector128.Create(ResizeWeights.Half);
            for (int tap = 0; tap < weights.Length; tap += ResizeWeights.GroupSize)
            {
                Vector128<byte> four = Vector128.Create(pixels.Slice(tap * Image.Channels, 16));
                sum += Vector128.Shuffle(four, Vector128.Create(0, Z, Z, Z, 1, Z, Z, Z, 2, Z, Z, Z, Z, Z, Z, Z)).AsInt32() * weights[tap];
                sum += Vector128.Shuffle(four, Vector128.Create(3, Z, Z, Z, 4, Z, Z, Z, 5, Z, Z, Z, Z, Z, Z, Z)).AsInt32() * weights[tap + 1];
                sum += Vector128.Shuffle(four, Vector128.Create(6, Z, Z, Z, 7, Z, Z, Z, 8, Z, Z, Z, Z, Z, Z, Z)).AsInt32() * weights[tap + 2];
                sum += Vector128.Shuffle(four, Vector128.Create(9, Z, Z, Z, 10, Z, Z, Z, 11, Z, Z, Z, Z, Z, Z, Z)).AsInt32() * weights[tap + 3];
            }

            Vector128<byte> pixel = Narrow(sum, sum, sum, sum);
            BinaryPrimitives.WriteUInt32LittleEndian(destination.Slice(x * Image.Channels, 4), pixel.AsUInt32().ToScalar());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Vertical(ReadOnlySpan<byte> window, int stride, ResizeWeights rows, int output, Span<byte> destination)
    {
        ReadOnlySpan<int> weights = rows.Weights(output)[..rows.Taps(output)];
        Span<byte> block = stackalloc byte[Vector128<byte>.Count];
        for (int i = 0; i < destination.Length; i += Vector128<byte>.Count)
        {
            Vector128<int> sum0 = Vector128.Create(ResizeWeights.Half);
            Vector128<int> sum1 = sum0;
            Vector128<int> sum2 = sum0;
            Vector128<int> sum3 = sum0;
            for (int tap = 0; tap < weights.Length; tap++)
            {
                Vector128<byte> bytes = Vector128.Create(window.Slice((tap * stride) + i, Vector128<byte>.Count));
                (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(bytes);
                Vector128<int> weight = Vector128.Create(weights[tap]);
                sum0 += Vector128.WidenLower(lower).AsInt32() * weight;
                sum1 += Vector128.WidenUpper(lower).AsInt32() * weight;
                sum2 += Vector128.WidenLower(upper).AsInt32() * weight;
                sum3 += Vector128.WidenUpper(upper).AsInt32() * weight;
            }

            Narrow(sum0, sum1, sum2, sum3).CopyTo(block);
            Span<byte> rest = destination[i..];
            block[..Math.Min(block.Length, rest.Length)].CopyTo(rest);
        }
    }

    private static Vector128<byte> Narrow(Vector128<int> sum0, Vector128<int> sum1, Vector128<int> sum2, Vector128<int> sum3) =>
        Vector128.Narrow(
            Vector128.Narrow(Clip(sum0), Clip(sum1)).AsUInt16(),
            Vector128.Narrow(Clip(sum2), Clip(sum3)).AsUInt16());

    private static Vector128<int> Clip(Vector128<int> sum) =>
        Vector128.Min(Vector128.Max(sum >> ResizeWeights.PrecisionBits, Vector128<int>.Zero), Vector128.Create(255));
}
