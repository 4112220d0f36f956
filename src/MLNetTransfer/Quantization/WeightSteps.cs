namespace MLNetTransfer.Quantization;

/// <summary>
/// The sizes of the steps of weights with 8 bits, small enough for processors without instructions for such products: their instruction (x64: <c>vpmaddubsw</c>) multiplies UInt8
/// by Int8, adds two neighbours and cuts the sum off at 16 bits. No two weights of one output channel add up to more than 128 steps of a sign, so that 255 times
/// their sum is at most 32,640 and nothing is ever cut off, whichever two a runtime makes neighbours. A channel with one large weight keeps up to 127 steps for it; the usual
/// way, 7 bits for every channel, gives it 64.
/// </summary>
internal static class WeightSteps
{
    // Rounding can add half a step to either of the two.
    private const int LargestSum = 127;

    /// <param name="weights">The weights; the channel is the number of the place divided by <paramref name="inner"/>, modulo <paramref name="channels"/>.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="inner">Numbers between one channel and the next.</param>
    /// <returns>The size of a step, by channel; 1 where all weights are 0.</returns>
    public static float[] Scales(ReadOnlySpan<float> weights, int channels, int inner)
    {
        // By channel and sign, the largest magnitude and the one after it.
        float[] first = new float[2 * channels];
        float[] second = new float[2 * channels];
        for (int index = 0; index < weights.Length; index++)
        {
            float magnitude = Math.Abs(weights[index]);
            int place = (2 * (index / inner % channels)) + (weights[index] < 0 ? 1 : 0);
            if (magnitude > first[place])
            {
                (first[place], second[place]) = (magnitude, first[place]);
            }
            else
            {
                second[place] = Math.Max(second[place], magnitude);
            }
        }

        float[] scales = new float[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            float largest = Math.Max(first[2 * channel] + second[2 * channel], first[(2 * channel) + 1] + second[(2 * channel) + 1]);
            scales[channel] = largest > 0 ? largest / LargestSum : 1;
        }

        return scales;
    }
}
