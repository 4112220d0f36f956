using MLNetTransfer.Evaluation;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Reporting.TensorBoard;

/// <summary>A confusion matrix as a picture: a row for each actual class, a column for each predicted one; the darker, the larger the share of the row.</summary>
internal static class ConfusionPicture
{
    private const int LargestCell = 32;
    private const int Side = 512;

    private static readonly (float Red, float Green, float Blue) Right = (8, 81, 156);
    private static readonly (float Red, float Green, float Blue) Wrong = (165, 15, 21);

    public static Image Draw(ClassificationMetrics metrics)
    {
        IReadOnlyList<IReadOnlyList<long>> confusion = metrics.Confusion;
        int cell = Math.Clamp(Side / confusion.Count, 1, LargestCell);
        Image picture = new(confusion.Count * cell, confusion.Count * cell);
        picture.Pixels.AsSpan().Fill(byte.MaxValue);
        for (int actual = 0; actual < confusion.Count; actual++)
        {
            long total = confusion[actual].Sum();
            for (int predicted = 0; predicted < confusion.Count && total > 0; predicted++)
            {
                Fill(picture, predicted * cell, actual * cell, cell, (float)confusion[actual][predicted] / total, actual == predicted ? Right : Wrong);
            }
        }

        return picture;
    }

    private static void Fill(Image picture, int left, int top, int cell, float share, (float Red, float Green, float Blue) colour)
    {
        // A thin line stays between the cells where there is room for it.
        int side = cell > 4 ? cell - 1 : cell;
        for (int row = top; row < top + side; row++)
        {
            Span<byte> pixels = picture.Row(row).Slice(left * Image.Channels, side * Image.Channels);
            for (int index = 0; index < pixels.Length; index += Image.Channels)
            {
                pixels[index] = Mixed(colour.Red, share);
                pixels[index + 1] = Mixed(colour.Green, share);
                pixels[index + 2] = Mixed(colour.Blue, share);
            }
        }
    }

    private static byte Mixed(float colour, float share) => (byte)MathF.Round(byte.MaxValue + ((colour - byte.MaxValue) * share));
}
