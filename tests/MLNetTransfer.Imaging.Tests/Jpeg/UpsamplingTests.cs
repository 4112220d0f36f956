using MLNetTransfer.Imaging.Jpeg;

namespace MLNetTransfer.Imaging.Tests.Jpeg;

public sealed class UpsamplingTests
{
    [Fact]
    public void DoubleWidth_PaddedRow_IsThreeQuartersNearAndOneQuarterFar()
    {
        ushort[] sums = new ushort[6];
        byte[] doubled = new byte[8];
        Upsampling.Pad([10, 20, 60, 63], sums);
        Upsampling.DoubleWidth(sums, isMixed: false, doubled);

        // Left (3 * near + left + 1) / 4, right (3 * near + right + 2) / 4, rounded down; the ends are kept.
        Assert.Equal(new byte[] { 10, 13, 17, 30, 50, 61, 62, 63 }, doubled);
    }

    [Fact]
    public void DoubleWidth_MixedRows_WeighsFourSamples()
    {
        ushort[] sums = new ushort[5];
        byte[] doubled = new byte[6];
        Upsampling.Mix([16, 32, 255], [0, 64, 255], sums);
        Upsampling.DoubleWidth(sums, isMixed: true, doubled);

        // Column sums 48, 160, 1020; left (3 * near + left + 8) / 16, right (3 * near + right + 7) / 16.
        Assert.Equal(new byte[] { 12, 19, 33, 94, 201, 255 }, doubled);
    }

    [Fact]
    public void DoubleHeight_TwoRows_RoundsByDirection()
    {
        byte[] mixed = new byte[2];
        Upsampling.DoubleHeight([10, 11], [12, 13], isUpper: true, mixed);
        Assert.Equal(new byte[] { 10, 11 }, mixed);
        Upsampling.DoubleHeight([10, 11], [12, 13], isUpper: false, mixed);
        Assert.Equal(new byte[] { 11, 12 }, mixed);
    }

    [Theory]
    [InlineData(1, 4, new byte[] { 1, 1, 1, 1, 2, 2 })]
    [InlineData(2, 3, new byte[] { 1, 1, 2, 3, 3, 4 })]
    public void Repeat_Ratio_TakesTheSampleBelow(int from, int to, byte[] expected)
    {
        byte[] repeated = new byte[6];
        Upsampling.Repeat([1, 2, 3, 4], from, to, repeated);
        Assert.Equal(expected, repeated);
    }
}
