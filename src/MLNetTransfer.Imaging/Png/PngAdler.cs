using System.Runtime.Intrinsics;

namespace MLNetTransfer.Imaging.Png;

/// <summary>Adler-32 of RFC 1950, fed in pieces.</summary>
internal struct PngAdler
{
    private const uint Modulus = 65521;

    // The most bytes after which the second sum still fits 32 bits (RFC 1950), cut to whole vectors.
    private const int LongestRun = 5552 / 32 * 32;

    private static readonly Vector256<ushort> LowerWeights = Vector256.Create((ushort)32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17);
    private static readonly Vector256<ushort> UpperWeights = Vector256.Create((ushort)16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);

    private uint _sum;
    private uint _sumOfSums;

    public PngAdler()
    {
        _sum = 1;
    }

    public readonly uint Value => (_sumOfSums << 16) | _sum;

    public void Add(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            ReadOnlySpan<byte> run = data[..Math.Min(data.Length, LongestRun)];
            data = data[run.Length..];
            AddRun(run);
        }
    }

    private void AddRun(ReadOnlySpan<byte> run)
    {
        uint sum = _sum;
        uint sumOfSums = _sumOfSums;
        Vector256<uint> sums = default;
        Vector256<uint> earlier = default;
        Vector256<uint> weighted = default;
        int vectors = run.Length / Vector256<byte>.Count;
        sumOfSums += sum * (uint)(vectors * Vector256<byte>.Count);
        for (; run.Length >= Vector256<byte>.Count; run = run[Vector256<byte>.Count..])
        {
            (Vector256<ushort> lower, Vector256<ushort> upper) = Vector256.Widen(Vector256.Create(run));
            earlier += sums;
            (Vector256<uint> a, Vector256<uint> b) = Vector256.Widen(lower + upper);
            sums += a + b;
            (a, b) = Vector256.Widen((lower * LowerWeights) + (upper * UpperWeights));
            weighted += a + b;
        }

        sum += Vector256.Sum(sums);
        sumOfSums = (uint)(((ulong)sumOfSums + ((ulong)Vector256.Sum(earlier) * (uint)Vector256<byte>.Count) + Vector256.Sum(weighted)) % Modulus);
        foreach (byte value in run)
        {
            sum += value;
            sumOfSums += sum;
        }

        _sum = sum % Modulus;
        _sumOfSums = sumOfSums % Modulus;
    }
}
