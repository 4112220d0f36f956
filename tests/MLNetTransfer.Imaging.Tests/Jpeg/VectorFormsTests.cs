using MLNetTransfer.Imaging.Jpeg;

namespace MLNetTransfer.Imaging.Tests.Jpeg;

/// <summary>The SIMD forms give exactly what their plain siblings give.</summary>
public sealed class VectorFormsTests
{
    private static readonly int[] Lengths = [1, 2, 3, 15, 16, 17, 31, 32, 33, 100, 257];

    [Fact]
    public void InverseDct_AnyBlock_EqualsTheReference()
    {
        if (!InverseDctVector.IsSupported)
        {
            return;
        }

        Random random = new(6);
        byte[] expected = new byte[64];
        byte[] actual = new byte[64];
        short[] wild = new short[64];
        short[] factors = new short[64];
        foreach (short[] block in InverseDctTests.Blocks(2_000))
        {
            Check(block, InverseDctTests.Factors(2));
            for (int i = 0; i < 64; i++)
            {
                wild[i] = (short)random.Next(short.MinValue, short.MaxValue + 1);
                factors[i] = (short)random.Next(short.MinValue, short.MaxValue + 1);
            }

            Check(wild, factors);
        }

        void Check(short[] block, short[] scale)
        {
            InverseDct.Transform(block, scale, expected, 8);
            InverseDctVector.Transform(block, scale, actual, 8);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void FromYCbCr_AllChroma_EqualsTheReference()
    {
        byte[] luma = new byte[256];
        byte[] cb = new byte[256];
        byte[] cr = new byte[256];
        byte[] expected = new byte[768];
        byte[] actual = new byte[768];
        for (int red = 0; red < 256; red++)
        {
            for (int i = 0; i < 256; i++)
            {
                luma[i] = (byte)(i * 37 * (red + 1));
                cb[i] = (byte)i;
                cr[i] = (byte)red;
            }

            ColorConverter.FromYCbCr(luma, cb, cr, expected);
            ColorConverterVector.FromYCbCr(luma, cb, cr, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void RowsOfAnyLength_EqualTheReferences()
    {
        Random random = new(8);
        foreach (int length in Lengths)
        {
            byte[][] rows = [new byte[length], new byte[length], new byte[length]];
            Array.ForEach(rows, random.NextBytes);
            byte[] expected = new byte[3 * length];
            byte[] actual = new byte[3 * length];
            ColorConverter.FromYCbCr(rows[0], rows[1], rows[2], expected);
            ColorConverterVector.FromYCbCr(rows[0], rows[1], rows[2], actual);
            Assert.Equal(expected, actual);
            ColorConverter.FromRgb(rows[0], rows[1], rows[2], expected);
            ColorConverterVector.FromRgb(rows[0], rows[1], rows[2], actual);
            Assert.Equal(expected, actual);

            CheckUpsampling(rows[0], rows[1]);
        }
    }

    private static void CheckUpsampling(byte[] near, byte[] far)
    {
        ushort[] expectedSums = new ushort[near.Length + 2];
        ushort[] sums = new ushort[near.Length + 2];
        byte[] expected = new byte[2 * near.Length];
        byte[] actual = new byte[2 * near.Length];
        Upsampling.Pad(near, expectedSums);
        UpsamplingVector.Pad(near, sums);
        Assert.Equal(expectedSums, sums);
        Upsampling.DoubleWidth(sums, isMixed: false, expected);
        UpsamplingVector.DoubleWidth(sums, isMixed: false, actual);
        Assert.Equal(expected, actual);
        Upsampling.Mix(near, far, expectedSums);
        UpsamplingVector.Mix(near, far, sums);
        Assert.Equal(expectedSums, sums);
        Upsampling.DoubleWidth(sums, isMixed: true, expected);
        UpsamplingVector.DoubleWidth(sums, isMixed: true, actual);
        Assert.Equal(expected, actual);
    }
}
