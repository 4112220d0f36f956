using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>
/// Sharpness as torchvision's <c>adjust_sharpness</c> on Pillow pictures: a blend with the picture smoothed by (1 1 1, 1 5 1, 1 1 1) / 13, whose border is that of the picture.
/// </summary>
internal static class Sharpness
{
    /// <summary>Writes the blend.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="factor">0 gives the smoothed picture, 1 the picture itself, above 1 a sharper one.</param>
    /// <param name="destination">A picture of the same size, not the source.</param>
    public static void Apply(Image source, double factor, Image destination)
    {
        float share = (float)factor;
        source.Pixels.CopyTo(destination.Pixels.AsSpan());
        for (int y = 1; y < source.Height - 1; y++)
        {
            ReadOnlySpan<byte> above = source.Row(y - 1);
            ReadOnlySpan<byte> row = source.Row(y);
            ReadOnlySpan<byte> below = source.Row(y + 1);
            Span<byte> output = destination.Row(y);
            for (int i = Image.Channels; i < row.Length - Image.Channels; i++)
            {
                int left = i - Image.Channels;
                int right = i + Image.Channels;
                int sum = above[left] + above[i] + above[right] + row[left] + (5 * row[i]) + row[right] + below[left] + below[i] + below[right];
                output[i] = ColorAdjustment.Blend(((2 * sum) + 13) / 26, row[i], share);
            }
        }
    }
}
