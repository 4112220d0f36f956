using MLNetTransfer.Quantization;

namespace MLNetTransfer.Tests.Quantization;

public sealed class WeightStepsTests
{
    [Fact]
    public void Scales_ChannelsOfAnyAxis_FollowTheirLargestWeight()
    {
        float[] weights = [1, 0.5f, -0.25f, 0, 0, 0, -2, -1, 1];

        Assert.Equal([1f / 127, 1, 2f / 127], WeightSteps.Scales(weights, 3, 3, signed: false));
        Assert.Equal([2f / 63, 1f / 63, 1f / 63], WeightSteps.Scales(weights, 3, 1, signed: true));
    }

    [Fact]
    public void RoundUnsigned_Weights_AreStepsAround128() =>
        Assert.Equal([255, 192, 1, 128, 129, 1], WeightSteps.RoundUnsigned([1.27f, 0.64f, -1.27f, 0, 1, -300], [0.01f, 1], 3));

    // What vpmaddubsw adds: two products of UInt8 and Int8, in 16 bits.
    [Fact]
    public void RoundSigned_AnyTwoWeights_StayWithin16Bits()
    {
        float[] weights = [.. Enumerable.Range(-500, 1001).Select(step => step / 100f)];

        sbyte[] steps = WeightSteps.RoundSigned(weights, WeightSteps.Scales(weights, 1, weights.Length, signed: true), weights.Length);

        Assert.Equal((-63, 0, 63), (steps[0], steps[500], steps[^1]));
        Assert.Equal(steps.Order(), steps);
        Assert.InRange(2 * byte.MaxValue * steps[^1], 0, short.MaxValue);
        Assert.InRange(2 * byte.MaxValue * steps[0], short.MinValue, 0);
    }

    [Fact]
    public void RaiseForBias_EmptiedChannel_BiasFits()
    {
        float[] scales = [1e-20f, 0.01f];
        WeightSteps.RaiseForBias(scales, [-3, 3], 0.02f);

        Assert.Equal(0.01f, scales[1]);
        Assert.Equal(-(1 << 30), Math.Round(-3 / (0.02f * (double)scales[0])), 1e3);
    }
}
