using MLNetTransfer.Imaging.Jpeg;

namespace MLNetTransfer.Imaging.Tests.Jpeg;

public sealed class InverseDctTests
{
    [Fact]
    public void Transform_RandomBlocks_IsWithinOneOfTheDoublePrecisionTransform()
    {
        byte[] actual = new byte[64];
        short[] ones = Factors(1);
        foreach (short[] block in Blocks(300))
        {
            InverseDct.Transform(block, ones, actual, 8);
            double[] expected = Reference(block);
            for (int i = 0; i < 64; i++)
            {
                Assert.InRange(actual[i] - Math.Clamp(expected[i] + 128, 0, 255), -1.0, 1.0);
            }
        }
    }

    [Fact]
    public void TransformDc_AnyDc_EqualsTheWholeTransform()
    {
        short[] block = new short[64];
        byte[] whole = new byte[64];
        byte[] shortcut = new byte[64];
        for (int dc = -2048; dc <= 2047; dc++)
        {
            block[0] = (short)dc;
            InverseDct.Transform(block, Factors(3), whole, 8);
            InverseDct.TransformDc(block[0], 3, shortcut, 8);
            Assert.Equal(whole, shortcut);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(2)]
    [InlineData(1)]
    public void Reduced_SmoothBlocks_IsCloseToTheMeansOfTheWholeTransform(int size)
    {
        byte[] actual = new byte[size * size];
        Random random = new(3);
        int cell = 8 / size;
        for (int n = 0; n < 100; n++)
        {
            short[] block = new short[64];
            block[0] = (short)random.Next(-500, 500);
            block[1] = (short)random.Next(-60, 60);
            block[8] = (short)random.Next(-60, 60);
            InverseDctReduced.Transform(size, block, Factors(1), actual, size);
            double[] whole = Reference(block);
            for (int i = 0; i < actual.Length; i++)
            {
                double mean = 0;
                for (int k = 0; k < cell * cell; k++)
                {
                    mean += whole[(((i / size * cell) + (k / cell)) * 8) + (i % size * cell) + (k % cell)] / (cell * cell);
                }

                Assert.InRange(actual[i] - Math.Clamp(mean + 128, 0, 255), -1.5, 1.5);
            }
        }
    }

    [Fact]
    public void ForwardThenInverse_RandomSamples_ComesBackWithinOne()
    {
        Random random = new(5);
        byte[] actual = new byte[64];
        for (int n = 0; n < 200; n++)
        {
            int[] samples = new int[64];
            for (int i = 0; i < 64; i++)
            {
                samples[i] = random.Next(-128, 128);
            }

            int[] transformed = [.. samples];
            ForwardDct.Transform(transformed);
            short[] block = Array.ConvertAll(transformed, value => (short)Math.Round(value / 8.0));
            InverseDct.Transform(block, Factors(1), actual, 8);
            for (int i = 0; i < 64; i++)
            {
                Assert.InRange(actual[i] - 128 - samples[i], -2, 2);
            }
        }
    }

    /// <summary>Blocks as pictures have them, and some that overflow.</summary>
    internal static IEnumerable<short[]> Blocks(int count)
    {
        Random random = new(11);
        for (int n = 0; n < count; n++)
        {
            short[] block = new short[64];
            block[0] = (short)random.Next(-1000, 1000);
            for (int i = random.Next(0, 64); i > 0; i--)
            {
                block[random.Next(64)] = (short)random.Next(-150, 150);
            }

            yield return block;
        }
    }

    internal static short[] Factors(short value)
    {
        short[] factors = new short[64];
        Array.Fill(factors, value);
        return factors;
    }

    /// <summary>T.81, section A.3.3, as it is written there.</summary>
    private static double[] Reference(short[] block)
    {
        double[] samples = new double[64];
        for (int i = 0; i < 64; i++)
        {
            for (int k = 0; k < 64; k++)
            {
                double scale = (k / 8 == 0 ? Math.Sqrt(0.5) : 1) * (k % 8 == 0 ? Math.Sqrt(0.5) : 1) / 4;
                samples[i] += scale * block[k] * Math.Cos(((2 * (i / 8)) + 1) * (k / 8) * Math.PI / 16) * Math.Cos(((2 * (i % 8)) + 1) * (k % 8) * Math.PI / 16);
            }
        }

        return samples;
    }
}
