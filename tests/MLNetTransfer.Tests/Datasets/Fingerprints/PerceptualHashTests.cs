using MLNetTransfer.Datasets.Fingerprints;

namespace MLNetTransfer.Tests.Datasets.Fingerprints;

public sealed class PerceptualHashTests
{
    private const int Side = PictureFingerprint.Side;

    [Fact]
    public void Of_RandomLevels_IsTheSignsOfTheCosineTransform()
    {
        byte[] grey = Levels(1);

        ulong hash = PerceptualHash.Of(grey);

        Assert.Equal(0UL, hash & 1);
        for (int bit = 1; bit < 64; bit++)
        {
            double sum = 0;
            for (int y = 0; y < Side; y++)
            {
                for (int x = 0; x < Side; x++)
                {
                    sum += grey[(y * Side) + x] * Math.Cos(Math.PI * (bit % 8) * (x + 0.5) / Side) * Math.Cos(Math.PI * (bit / 8) * (y + 0.5) / Side);
                }
            }

            Assert.True(Math.Abs(sum) > 0.01, "The example has a coefficient without a sign; take another seed.");
            Assert.Equal(sum > 0, (hash >> bit & 1) == 1);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Turn_Hash_IsTheHashOfTheTurnedPicture(int position)
    {
        byte[] grey = Levels(2);

        Assert.Equal(PerceptualHash.Of(PerceptualHash.Turn(grey, position)), PerceptualHash.Turn(PerceptualHash.Of(grey), position));
    }

    [Fact]
    public void Turn_Picture_HasEightPositions()
    {
        byte[] grey = Levels(3);

        Assert.Equal(8, Enumerable.Range(0, PerceptualHash.Positions).Select(position => Convert.ToHexString(PerceptualHash.Turn(grey, position))).Distinct().Count());
        Assert.Equal(grey, PerceptualHash.Turn(grey, 0));
    }

    internal static byte[] Levels(int seed)
    {
        byte[] grey = new byte[Side * Side];
        new Random(seed).NextBytes(grey);
        return grey;
    }
}
