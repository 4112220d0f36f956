using MLNetTransfer.Imaging;

namespace MLNetTransfer.Packaging.TransformerChains;

/// <summary>
/// The pixels that ML.NET 5 gives the network in a chain: <c>ResizeImages</c> of the kind IsoCrop at the centre, then <c>ExtractPixels</c>, computed here so that a run can say how its
/// model answers there. Within two levels of ML.NET 5.0.1 on Linux, where the tests compare them.
/// </summary>
/// <remarks>What is done to a row of pixels is <see cref="StockResize"/>; a picture is halved with sums that are cut, not rounded, and odd sides by the weights 1, 2, 1.</remarks>
internal static class StockPixels
{
    private const int Cubic = 4;
    private const int Linear = 2;

    /// <summary>Makes the pixels.</summary>
    /// <param name="picture">As ML.NET loads it: not turned upright.</param>
    /// <param name="side">Pixels of a side of the result.</param>
    /// <param name="planes">Red, green and blue, one after the other, side x side each, 0 to 255.</param>
    public static void Make(Image picture, int side, Span<float> planes)
    {
        // In single precision and cut to whole numbers, as ML.NET does: the square lies up to a pixel beside the middle.
        float widthAspect = (float)side / picture.Width;
        float heightAspect = (float)side / picture.Height;
        float aspect = Math.Max(widthAspect, heightAspect);
        int left = heightAspect < widthAspect ? 0 : (int)((side - (picture.Width * aspect)) / 2);
        int top = heightAspect < widthAspect ? (int)((side - (picture.Height * aspect)) / 2) : 0;
        int width = (int)(picture.Width * aspect);
        int height = (int)(picture.Height * aspect);

        Image source = picture;
        for (int halvings = (int)Math.Floor(Math.Log2(Math.Max(1, 1 / (double)aspect))); halvings > 0 && Math.Min(source.Width, source.Height) > 1; halvings--)
        {
            source = Halve(source);
        }

        int taps = aspect > 1 ? Cubic : Linear;
        Axis columns = new(source.Width, left, width, side, taps);
        Axis rows = new(source.Height, top, height, side, taps);
        float[] narrowed = new float[source.Height * side * Image.Channels];
        for (int y = 0; y < source.Height; y++)
        {
            ReadOnlySpan<byte> from = source.Row(y);
            Span<float> to = narrowed.AsSpan(y * side * Image.Channels, side * Image.Channels);
            for (int x = 0; x < side; x++)
            {
                for (int tap = 0; tap < taps; tap++)
                {
                    float weight = columns.Weights[(x * taps) + tap];
                    int place = columns.Places[(x * taps) + tap] * Image.Channels;
                    to[3 * x] += weight * from[place];
                    to[(3 * x) + 1] += weight * from[place + 1];
                    to[(3 * x) + 2] += weight * from[place + 2];
                }
            }
        }

        int plane = side * side;
        Span<float> sum = new float[side * Image.Channels];
        for (int y = 0; y < side; y++)
        {
            sum.Clear();
            for (int tap = 0; tap < taps; tap++)
            {
                float weight = rows.Weights[(y * taps) + tap];
                ReadOnlySpan<float> from = narrowed.AsSpan(rows.Places[(y * taps) + tap] * side * Image.Channels, side * Image.Channels);
                for (int index = 0; index < sum.Length; index++)
                {
                    sum[index] += weight * from[index];
                }
            }

            for (int x = 0; x < side; x++)
            {
                for (int channel = 0; channel < Image.Channels; channel++)
                {
                    planes[(channel * plane) + (y * side) + x] = MathF.Floor(Math.Clamp(sum[(3 * x) + channel], 0, byte.MaxValue) + 0.5f);
                }
            }
        }
    }

    private static Image Halve(Image source)
    {
        Image half = new(Math.Max(1, source.Width / 2), Math.Max(1, source.Height / 2));
        int[] across = source.Width == 1 ? [1] : source.Width % 2 == 0 ? [1, 1] : [1, 2, 1];
        int[] down = source.Height == 1 ? [1] : source.Height % 2 == 0 ? [1, 1] : [1, 2, 1];
        int total = across.Sum() * down.Sum();
        for (int y = 0; y < half.Height; y++)
        {
            Span<byte> to = half.Row(y);
            for (int x = 0; x < to.Length; x++)
            {
                int first = (x / Image.Channels * 2 * Image.Channels) + (x % Image.Channels);
                int sum = 0;
                for (int row = 0; row < down.Length; row++)
                {
                    ReadOnlySpan<byte> from = source.Row((2 * y) + row);
                    for (int place = 0; place < across.Length; place++)
                    {
                        sum += down[row] * across[place] * from[first + (place * Image.Channels)];
                    }
                }

                to[x] = (byte)(sum / total);
            }
        }

        return half;
    }

    // Places and weights of the pixels that make each pixel of the result; beyond what was drawn nothing does.
    private sealed class Axis
    {
        public Axis(int length, int start, int drawn, int side, int taps)
        {
            Places = new int[side * taps];
            Weights = new float[side * taps];
            for (int target = Math.Max(0, start); target < Math.Min(side, start + drawn); target++)
            {
                double centre = ((target - start + 0.5) * length / drawn) - 0.5;
                int first = (int)Math.Floor(centre) - (taps / 2) + 1;
                for (int tap = 0; tap < taps; tap++)
                {
                    Places[(target * taps) + tap] = Math.Clamp(first + tap, 0, length - 1);
                    double distance = Math.Abs(first + tap - centre);
                    Weights[(target * taps) + tap] = (float)(taps == Cubic ? StockResize.Mitchell(distance) : Math.Max(0, 1 - distance));
                }
            }
        }

        public int[] Places { get; }

        public float[] Weights { get; }
    }
}
