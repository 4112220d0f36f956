namespace MLNetTransfer.Quantization;

/// <summary>
/// Weights as integers, of a form that no processor computes wrongly. Values are UInt8; where a processor has no instruction for products of UInt8 and Int8 that keeps 32 bits (x64 without
/// VNNI), runtimes take one that cuts the sum of two products off at 16 bits (<c>vpmaddubsw</c>). So weights are UInt8 around 128, whose products are computed in full everywhere, or Int8
/// of 7 bits, with which two products stay below 16 bits (docs/decisions/0013-weights-of-8-bits.md).
/// </summary>
internal static class WeightSteps
{
    /// <summary>The step of UInt8 that stands for 0.</summary>
    public const byte Zero = 128;

    private const int Unsigned = 127;
    private const int Signed = 63;

    // Half of what 32 bits hold: the products come on top.
    private const int LargestBias = 1 << 30;

    /// <param name="weights">The weights; the channel is the number of the place divided by <paramref name="inner"/>, modulo <paramref name="channels"/>.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="inner">Numbers between one channel and the next.</param>
    /// <param name="signed">Whether the steps are Int8 of 7 bits.</param>
    /// <returns>The size of a step, by channel; 1 where all weights are 0.</returns>
    public static float[] Scales(ReadOnlySpan<float> weights, int channels, int inner, bool signed)
    {
        float[] scales = new float[channels];
        for (int index = 0; index < weights.Length; index++)
        {
            int channel = index / inner % channels;
            scales[channel] = Math.Max(scales[channel], Math.Abs(weights[index]));
        }

        for (int channel = 0; channel < channels; channel++)
        {
            scales[channel] = scales[channel] > 0 ? scales[channel] / (signed ? Signed : Unsigned) : 1;
        }

        return scales;
    }

    /// <summary>
    /// Makes the steps of a channel with next to no weights larger, where its bias would not fit into 32 bits in steps of the product of both scales: networks have channels that
    /// training has emptied and that give their bias alone.
    /// </summary>
    /// <param name="scales">The sizes of the steps, by channel.</param>
    /// <param name="bias">What is added, by channel.</param>
    /// <param name="inputScale">The size of a step of the values that are multiplied.</param>
    public static void RaiseForBias(Span<float> scales, ReadOnlySpan<float> bias, float inputScale)
    {
        for (int channel = 0; channel < scales.Length; channel++)
        {
            scales[channel] = (float)Math.Max(scales[channel], Math.Abs((double)bias[channel]) / ((double)inputScale * LargestBias));
        }
    }

    /// <summary>The steps of the weights as UInt8 around <see cref="Zero"/>.</summary>
    /// <param name="weights">As for <see cref="Scales"/>.</param>
    /// <param name="scales">The sizes of the steps, by channel.</param>
    /// <param name="inner">Numbers between one channel and the next.</param>
    public static byte[] RoundUnsigned(ReadOnlySpan<float> weights, ReadOnlySpan<float> scales, int inner)
    {
        byte[] steps = new byte[weights.Length];
        for (int index = 0; index < weights.Length; index++)
        {
            steps[index] = (byte)(Zero + Round(weights[index] / scales[index / inner % scales.Length], Unsigned));
        }

        return steps;
    }

    /// <summary>The steps of the weights as Int8 of 7 bits.</summary>
    /// <inheritdoc cref="RoundUnsigned"/>
    public static sbyte[] RoundSigned(ReadOnlySpan<float> weights, ReadOnlySpan<float> scales, int inner)
    {
        sbyte[] steps = new sbyte[weights.Length];
        for (int index = 0; index < weights.Length; index++)
        {
            steps[index] = (sbyte)Round(weights[index] / scales[index / inner % scales.Length], Signed);
        }

        return steps;
    }

    private static int Round(float steps, int largest) => (int)Math.Clamp(MathF.Round(steps), -largest, largest);
}
