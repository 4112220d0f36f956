using System.Runtime.Intrinsics;

namespace MLNetTransfer.Datasets.Fingerprints;

/// <summary>
/// The signs of the 63 lowest frequencies of a 32 x 32 picture: bit 8v + u is set where the coefficient of the cosine transform with u half waves across and v half
/// waves down is positive; bit 0, the mean, is always clear. After C. Zauner, "Implementation and benchmarking of perceptual image hash functions" (2010), but with the sign in
/// place of the median: so mirroring the picture flips known bits, and turning it exchanges known bits, and the hash of all eight positions follows from one.
/// </summary>
internal static class PerceptualHash
{
    /// <summary>Positions of a picture: as it is, mirrored, turned.</summary>
    public const int Positions = 8;

    private const int Frequencies = 8;
    private const int Side = PictureFingerprint.Side;
    private const ulong OddColumns = 0xAAAA_AAAA_AAAA_AAAA;
    private const ulong OddRows = 0xFF00_FF00_FF00_FF00;

    // [Side, Frequencies].
    private static readonly float[] Cosines = MakeCosines();

    /// <summary>The hash of 32 x 32 levels of grey.</summary>
    public static ulong Of(ReadOnlySpan<byte> grey)
    {
        Span<float> across = stackalloc float[Side * Frequencies];
        ReadOnlySpan<float> cosines = Cosines;
        for (int y = 0; y < Side; y++)
        {
            ReadOnlySpan<byte> row = grey.Slice(y * Side, Side);
            Vector256<float> sum = Vector256<float>.Zero;
            for (int x = 0; x < Side; x++)
            {
                sum += Vector256.Create((float)row[x]) * Vector256.Create(cosines[(x * Frequencies)..]);
            }

            sum.CopyTo(across[(y * Frequencies)..]);
        }

        ulong hash = 0;
        for (int v = 0; v < Frequencies; v++)
        {
            Vector256<float> sum = Vector256<float>.Zero;
            for (int y = 0; y < Side; y++)
            {
                sum += Vector256.Create(cosines[(y * Frequencies) + v]) * Vector256.Create<float>(across[(y * Frequencies)..]);
            }

            ulong positive = Vector256.GreaterThan(sum, Vector256<float>.Zero).ExtractMostSignificantBits();
            hash |= positive << (v * Frequencies);
        }

        hash &= ~1UL;
        return hash;
    }

    /// <summary>The hash of the same picture in another position: bit 0 of the position mirrors left and right, bit 1 top and bottom, bit 2 exchanges rows and columns (first).</summary>
    public static ulong Turn(ulong hash, int position)
    {
        hash = (position & 4) == 0 ? hash : Transpose(hash);
        hash ^= (position & 1) == 0 ? 0 : OddColumns;
        return hash ^ ((position & 2) == 0 ? 0 : OddRows);
    }

    /// <summary>A square of bytes in another position, see <see cref="Turn(ulong, int)"/>.</summary>
    public static byte[] Turn(ReadOnlySpan<byte> grey, int position)
    {
        byte[] turned = new byte[grey.Length];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                int column = (position & 1) == 0 ? x : Side - 1 - x;
                int row = (position & 2) == 0 ? y : Side - 1 - y;
                turned[(y * Side) + x] = (position & 4) == 0 ? grey[(row * Side) + column] : grey[(column * Side) + row];
            }
        }

        return turned;
    }

    // The 8 x 8 bits with rows and columns exchanged (H. Warren, "Hacker's Delight", 7-3).
    private static ulong Transpose(ulong bits)
    {
        ulong swap = (bits ^ (bits >> 7)) & 0x00AA_00AA_00AA_00AA;
        bits ^= swap ^ (swap << 7);
        swap = (bits ^ (bits >> 14)) & 0x0000_CCCC_0000_CCCC;
        bits ^= swap ^ (swap << 14);
        swap = (bits ^ (bits >> 28)) & 0x0000_0000_F0F0_F0F0;
        return bits ^ swap ^ (swap << 28);
    }

    private static float[] MakeCosines()
    {
        float[] cosines = new float[Frequencies * Side];
        for (int index = 0; index < cosines.Length; index++)
        {
            cosines[index] = (float)Math.Cos(Math.PI * (index % Frequencies) * ((2 * (index / Frequencies)) + 1) / (2 * Side));
        }

        return cosines;
    }
}
