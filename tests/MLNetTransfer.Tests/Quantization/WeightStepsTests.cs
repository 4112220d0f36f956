using MLNetTransfer.Quantization;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Tests.Quantization;

public sealed class WeightStepsTests
{
    // What vpmaddubsw computes: two products of UInt8 and Int8, added and cut off at 16 bits.
    [Theory]
    [InlineData(4, 9)]
    [InlineData(3, 1)]
    [InlineData(7, 64)]
    public void Scales_AnyTwoWeightsOfAChannel_StayWithin16Bits(int channels, int inner)
    {
        DeterministicRandom random = new(5);
        for (int round = 0; round < 20; round++)
        {
            // Two blocks of channels, as the weights of a Gemm have them when the channel is the last axis; powers make some weights stand out.
            float[] weights = [.. Enumerable.Range(0, 2 * channels * inner).Select(_ => (float)Math.Pow((2 * random.NextDouble()) - 1, 5))];
            float[] scales = WeightSteps.Scales(weights, channels, inner);
            for (int channel = 0; channel < channels; channel++)
            {
                int[] steps = [.. weights.Where((_, index) => index / inner % channels == channel).Select(weight => (int)MathF.Round(weight / scales[channel]))];
                Assert.All(steps, step => Assert.InRange(step, -sbyte.MaxValue, sbyte.MaxValue));
                for (int left = 0; left < steps.Length; left++)
                {
                    for (int right = left + 1; right < steps.Length; right++)
                    {
                        Assert.InRange(byte.MaxValue * (steps[left] + steps[right]), short.MinValue, short.MaxValue);
                    }
                }

                // Nothing is given away: the sum that is bounded is reached.
                Assert.InRange(Largest(steps), 126, 128);
            }
        }
    }

    [Fact]
    public void Scales_TwoLargestOfASign_TakeAllSteps() =>
        Assert.Equal([1.5f / 127, 1, 3f / 127, 1f / 127], WeightSteps.Scales([1, 0.5f, -0.25f, 0, 0, 0, -2, -1, 1, 1, 0, 0], 4, 3));

    private static int Largest(int[] steps) =>
        Math.Max(steps.Where(step => step > 0).OrderDescending().Take(2).Sum(), -steps.Where(step => step < 0).Order().Take(2).Sum());
}
