namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// The samples of one minimum coded unit: 8x8 pixels, or 16x16 with colour at half the width and height. The last row and column are repeated past the
/// edges.
/// </summary>
internal sealed class EncoderUnit(Image image, int factor)
{
    private readonly int _size = factor * 8;
    private readonly int[][] _samples = [new int[64 * factor * factor], new int[64 * factor * factor], new int[64 * factor * factor]];

    /// <summary>Converts the pixels from a corner on to YCbCr (JFIF 1.02, 16 bits of fraction).</summary>
    internal void Load(int left, int top)
    {
        for (int y = 0; y < _size; y++)
        {
            ReadOnlySpan<byte> row = image.Row(Math.Min(top + y, image.Height - 1));
            for (int x = 0; x < _size; x++)
            {
                ReadOnlySpan<byte> pixel = row.Slice(Math.Min(left + x, image.Width - 1) * Image.Channels, Image.Channels);
                int red = pixel[0];
                int green = pixel[1];
                int blue = pixel[2];
                int index = (y * _size) + x;
                _samples[0][index] = ((19595 * red) + (38470 * green) + (7471 * blue) + 32768) >> 16;
                _samples[1][index] = ((-11059 * red) - (21709 * green) + (32768 * blue) + (128 << 16) + 32767) >> 16;
                _samples[2][index] = ((32768 * red) - (27439 * green) - (5329 * blue) + (128 << 16) + 32767) >> 16;
            }
        }
    }

    /// <summary>One luma block, less 128.</summary>
    /// <param name="index">The block within the unit, row by row.</param>
    /// <param name="block">64 samples.</param>
    internal void Luma(int index, Span<int> block)
    {
        int corner = (index / factor * 8 * _size) + (index % factor * 8);
        for (int i = 0; i < 64; i++)
        {
            block[i] = _samples[0][corner + (i / 8 * _size) + (i % 8)] - 128;
        }
    }

    /// <summary>The block of a chroma channel, less 128: means of 2x2 pixels where colour is kept at half size.</summary>
    /// <param name="channel">1 (Cb) or 2 (Cr).</param>
    /// <param name="block">64 samples.</param>
    internal void Chroma(int channel, Span<int> block)
    {
        int[] samples = _samples[channel];
        for (int i = 0; i < 64; i++)
        {
            int corner = (i / 8 * factor * _size) + (i % 8 * factor);
            int value = samples[corner];
            if (factor == 2)
            {
                int rounding = 1 + (i & 1);
                value = (value + samples[corner + 1] + samples[corner + _size] + samples[corner + _size + 1] + rounding) >> 2;
            }

            block[i] = value - 128;
        }
    }
}
