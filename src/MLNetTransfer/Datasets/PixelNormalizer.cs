using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets;

/// <summary>Turns 8-bit pixels into the numbers that a network expects: (pixel - mean) / deviation in the order of its channels. Any number of threads may use it.</summary>
public sealed class PixelNormalizer
{
    private const int Levels = 256;

    private readonly float[] _table = new float[Image.Channels * Levels];
    private readonly bool _reversed;

    /// <summary>Makes a normalizer.</summary>
    /// <param name="preprocessing">Mean, deviation and order of the channels; the rest is not looked at.</param>
    public PixelNormalizer(Preprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        _reversed = preprocessing.Order == ChannelOrder.Bgr;
        Preprocessing.Channels mean = preprocessing.Mean;
        Preprocessing.Channels deviation = preprocessing.Deviation;
        for (int level = 0; level < Levels; level++)
        {
            _table[level] = (level - mean.Red) / deviation.Red;
            _table[Levels + level] = (level - mean.Green) / deviation.Green;
            _table[(2 * Levels) + level] = (level - mean.Blue) / deviation.Blue;
        }
    }

    /// <summary>Normalises pixels.</summary>
    /// <param name="pixels">RGB interleaved.</param>
    /// <param name="destination">At least as many floats as there are bytes; channels contiguous, in the order of the network.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void Normalize(ReadOnlySpan<byte> pixels, Span<float> destination)
    {
        if (destination.Length < pixels.Length)
        {
            throw new ArgumentException($"{pixels.Length} numbers do not fit into {destination.Length}.", nameof(destination));
        }

        int first = _reversed ? 2 : 0;
        int last = _reversed ? 0 : 2;
        ReadOnlySpan<float> red = _table.AsSpan(0, Levels);
        ReadOnlySpan<float> green = _table.AsSpan(Levels, Levels);
        ReadOnlySpan<float> blue = _table.AsSpan(2 * Levels, Levels);
        destination = destination[..pixels.Length];
        for (int index = 0; index + 2 < pixels.Length && index + 2 < destination.Length; index += Image.Channels)
        {
            destination[index + first] = red[pixels[index]];
            destination[index + 1] = green[pixels[index + 1]];
            destination[index + last] = blue[pixels[index + 2]];
        }
    }
}
