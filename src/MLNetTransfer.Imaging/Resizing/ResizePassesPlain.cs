namespace MLNetTransfer.Imaging.Resizing;

/// <summary>The definition of the two passes: plain loops.</summary>
internal sealed class ResizePassesPlain : ResizePasses
{
    /// <inheritdoc/>
    public override void Horizontal(ReadOnlySpan<byte> source, ResizeWeights columns, Span<byte> destination)
    {
        for (int x = 0; x < columns.Count; x++)
        {
            ReadOnlySpan<int> weights = columns.Weights(x)[..columns.Taps(x)];
            for (int channel = 0; channel < Image.Channels; channel++)
            {
                int sum = ResizeWeights.Half;
                for (int tap = 0; tap < weights.Length; tap++)
                {
                    sum += weights[tap] * source[((columns.First(x) + tap) * Image.Channels) + channel];
                }

                destination[(x * Image.Channels) + channel] = Clip(sum);
            }
        }
    }

    /// <inheritdoc/>
    public override void Vertical(ReadOnlySpan<byte> window, int stride, ResizeWeights rows, int output, Span<byte> destination)
    {
        ReadOnlySpan<int> weights = rows.Weights(output)[..rows.Taps(output)];
        for (int i = 0; i < destination.Length; i++)
        {
            int sum = ResizeWeights.Half;
            for (int tap = 0; tap < weights.Length; tap++)
            {
                sum += weights[tap] * window[(tap * stride) + i];
            }

            destination[i] = Clip(sum);
        }
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> ResizeWeights.PrecisionBits, 0, 255);
}
