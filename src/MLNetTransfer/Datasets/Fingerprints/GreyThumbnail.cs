using System.Numerics;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Fingerprints;

/// <summary>Makes pictures small, square and grey: every number is the mean of the area that it covers, whatever the proportions of the picture.</summary>
internal static class GreyThumbnail
{
    /// <summary>Parts of a side whose colours are summed.</summary>
    public const int Parts = 4;

    // Luma of ITU-R BT.601.
    private const float Red = 0.299f;
    private const float Green = 0.587f;
    private const float Blue = 0.114f;

    /// <summary>Averages a picture to side x side numbers from 0 to 255.</summary>
    /// <param name="pixels">RGB interleaved, height rows of width pixels.</param>
    /// <param name="width">At least 1.</param>
    /// <param name="height">At least 1.</param>
    /// <param name="side">At least 1.</param>
    /// <param name="colours">Receives the sums of red, green and blue of 4 x 4 parts, in units that do not matter; empty where they are not wanted.</param>
    public static float[] Average(ReadOnlySpan<byte> pixels, int width, int height, int side, Span<double> colours)
    {
        float[] result = new float[side * side];
        int stride = width * Image.Channels;
        float[] column = new float[stride];
        double[] sums = new double[width + 1];
        for (int y = 0; y < side; y++)
        {
            column.AsSpan().Clear();
            double top = (double)y * height / side;
            double bottom = (double)(y + 1) * height / side;
            for (int row = (int)top; row < height && row < bottom; row++)
            {
                double covered = Math.Min(bottom, row + 1) - Math.Max(top, row);
                Accumulate(pixels.Slice(row * stride, stride), (float)covered, column);
            }

            double sum = 0;
            for (int x = 0, at = 0; x < width; x++, at += Image.Channels)
            {
                sum += (Red * column[at]) + (Green * column[at + 1]) + (Blue * column[at + 2]);
                sums[x + 1] = sum;
            }

            if (!colours.IsEmpty)
            {
                AddColours(column, colours.Slice(y * Parts / side * Parts * Image.Channels, Parts * Image.Channels));
            }

            double area = (bottom - top) * width / side;
            for (int x = 0; x < side; x++)
            {
                double part = At(sums, (double)(x + 1) * width / side) - At(sums, (double)x * width / side);
                result[(y * side) + x] = (float)(part / area);
            }
        }

        return result;
    }

    /// <summary>Averages squares of factor x factor numbers.</summary>
    public static float[] Shrink(ReadOnlySpan<float> grey, int side, int factor)
    {
        int smaller = side / factor;
        float[] result = new float[smaller * smaller];
        for (int y = 0; y < smaller * factor; y++)
        {
            for (int x = 0; x < smaller * factor; x++)
            {
                result[(y / factor * smaller) + (x / factor)] += grey[(y * side) + x] / (factor * factor);
            }
        }

        return result;
    }

    private static void AddColours(ReadOnlySpan<float> column, Span<double> colours)
    {
        int width = column.Length / Image.Channels;
        for (int part = 0; part < Parts; part++)
        {
            float red = 0;
            float green = 0;
            float blue = 0;
            int end = (part + 1) * width / Parts * Image.Channels;
            for (int at = part * width / Parts * Image.Channels; at < end; at += Image.Channels)
            {
                red += column[at];
                green += column[at + 1];
                blue += column[at + 2];
            }

            colours[part * Image.Channels] += red;
            colours[(part * Image.Channels) + 1] += green;
            colours[(part * Image.Channels) + 2] += blue;
        }
    }

    private static double At(double[] sums, double position)
    {
        int whole = Math.Min((int)position, sums.Length - 1);
        double fraction = position - whole;
        return whole == sums.Length - 1 ? sums[whole] : sums[whole] + (fraction * (sums[whole + 1] - sums[whole]));
    }

    private static void Accumulate(ReadOnlySpan<byte> row, float weight, Span<float> column)
    {
        int index = 0;
        int width = Vector<byte>.Count;
        int quarter = Vector<float>.Count;
        for (; index <= row.Length - width; index += width)
        {
            Vector.Widen(new Vector<byte>(row[index..]), out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low, out Vector<uint> first, out Vector<uint> second);
            Vector.Widen(high, out Vector<uint> third, out Vector<uint> fourth);
            Add(first, weight, column.Slice(index, quarter));
            Add(second, weight, column.Slice(index + quarter, quarter));
            Add(third, weight, column.Slice(index + (2 * quarter), quarter));
            Add(fourth, weight, column.Slice(index + (3 * quarter), quarter));
        }

        for (; index < row.Length; index++)
        {
            column[index] += weight * row[index];
        }
    }

    private static void Add(Vector<uint> values, float weight, Span<float> column) =>
        (new Vector<float>(column) + (Vector.ConvertToSingle(Vector.AsVectorInt32(values)) * weight)).CopyTo(column);
}
