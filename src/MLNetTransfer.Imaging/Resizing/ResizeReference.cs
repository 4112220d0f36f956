namespace MLNetTransfer.Imaging.Resizing;

/// <summary>What a resize is, in plain loops over whole pictures; <see cref="Resizer"/> is checked against it.</summary>
internal static class ResizeReference
{
    /// <summary>The bytes of Pillow: weights of 22 fractional bits, each pass rounded to 8 bits.</summary>
    public static Image FixedPoint(Image source, ImageBox box, int width, int height, ResizeFilter filter)
    {
        Image wide = new(width, source.Height);
        for (int x = 0; x < width; x++)
        {
            (int first, double[] weights) = Window(source.Width, box.Left, box.Right, x, width, filter);
            for (int y = 0; y < source.Height; y++)
            {
                for (int channel = 0; channel < Image.Channels; channel++)
                {
                    wide.Row(y)[(x * Image.Channels) + channel] = Sum(weights, tap => source.Row(y)[((first + tap) * Image.Channels) + channel]);
                }
            }
        }

        Image result = new(width, height);
        for (int y = 0; y < height; y++)
        {
            (int first, double[] weights) = Window(source.Height, box.Top, box.Bottom, y, height, filter);
            for (int i = 0; i < width * Image.Channels; i++)
            {
                result.Row(y)[i] = Sum(weights, tap => wide.Row(first + tap)[i]);
            }
        }

        return result;
    }

    /// <summary>The value before any rounding, height x width x 3.</summary>
    public static double[] Exact(Image source, ImageBox box, int width, int height, ResizeFilter filter)
    {
        double[] result = new double[height * width * Image.Channels];
        for (int y = 0; y < height; y++)
        {
            (int top, double[] rows) = Window(source.Height, box.Top, box.Bottom, y, height, filter);
            for (int x = 0; x < width; x++)
            {
                (int left, double[] columns) = Window(source.Width, box.Left, box.Right, x, width, filter);
                for (int i = 0; i < rows.Length; i++)
                {
                    for (int j = 0; j < columns.Length; j++)
                    {
                        for (int channel = 0; channel < Image.Channels; channel++)
                        {
                            result[(((y * width) + x) * Image.Channels) + channel] +=
                                rows[i] * columns[j] * source.Row(top + i)[((left + j) * Image.Channels) + channel];
                        }
                    }
                }
            }
        }

        return result;
    }

    private static (int First, double[] Weights) Window(int inputLength, float start, float end, int output, int outputLength, ResizeFilter filter)
    {
        double scale = (double)(end - start) / outputLength;
        double stretch = Math.Max(1, scale);
        double support = ResizeWeights.Radius(filter) * stretch;
        double center = start + ((output + 0.5) * scale);
        int first = Math.Max((int)(center - support + 0.5), 0);
        int last = Math.Min((int)(center + support + 0.5), inputLength);
        double[] weights = new double[last - first];
        for (int tap = 0; tap < weights.Length; tap++)
        {
            weights[tap] = ResizeWeights.Evaluate(filter, (tap + first - center + 0.5) / stretch);
        }

        double sum = weights.Sum();
        return (first, Array.ConvertAll(weights, weight => weight / sum));
    }

    private static byte Sum(double[] weights, Func<int, byte> pixel)
    {
        int sum = ResizeWeights.Half;
        for (int tap = 0; tap < weights.Length; tap++)
        {
            sum += (int)Math.Round(weights[tap] * (1 << ResizeWeights.PrecisionBits), MidpointRounding.AwayFromZero) * pixel(tap);
        }

        return (byte)Math.Clamp(sum >> ResizeWeights.PrecisionBits, 0, 255);
    }
}
