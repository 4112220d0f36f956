using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>
/// Samples a picture through an <see cref="AffineMap"/> with bilinear interpolation, as Pillow's <c>Image.transform(AFFINE, BILINEAR)</c>, but rounded where Pillow
/// cuts off, so that pictures do not grow darker.
/// </summary>
internal static class AffineTransform
{
    private const int Bits = 10;
    private const int One = 1 << Bits;

    /// <summary>Writes the transformed picture.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="map">From points of the destination to points of the source.</param>
    /// <param name="fill">What shows where the map leaves the source.</param>
    /// <param name="destination">All is written; not the source.</param>
    public static void Apply(Image source, AffineMap map, AugmentationFill fill, Image destination)
    {
        for (int y = 0; y < destination.Height; y++)
        {
            Span<byte> row = destination.Row(y);
            double rowX = (map.XY * (y + 0.5)) + map.X0;
            double rowY = (map.YY * (y + 0.5)) + map.Y0;
            for (int x = 0; x < destination.Width; x++)
            {
                double fromX = (map.XX * (x + 0.5)) + rowX;
                double fromY = (map.YX * (x + 0.5)) + rowY;
                bool outside = !(fromX >= 0 && fromX < source.Width && fromY >= 0 && fromY < source.Height);
                Span<byte> pixel = row.Slice(x * Image.Channels, Image.Channels);
                if (outside && fill == AugmentationFill.Black)
                {
                    pixel.Clear();
                    continue;
                }

                if (outside)
                {
                    fromX = Reflect(fromX, source.Width);
                    fromY = Reflect(fromY, source.Height);
                }

                Sample(source, fromX - 0.5, fromY - 0.5, pixel);
            }
        }
    }

    // Coordinates count from the centre of the first pixel; beyond the outermost centres the outermost pixels go on.
    private static void Sample(Image source, double x, double y, Span<byte> pixel)
    {
        double floorX = Math.Floor(x);
        double floorY = Math.Floor(y);
        int right = (int)((x - floorX) * One);
        int lower = (int)((y - floorY) * One);
        int x0 = Math.Clamp((int)floorX, 0, source.Width - 1) * Image.Channels;
        int x1 = Math.Clamp((int)floorX + 1, 0, source.Width - 1) * Image.Channels;
        ReadOnlySpan<byte> upperRow = source.Row(Math.Clamp((int)floorY, 0, source.Height - 1));
        ReadOnlySpan<byte> lowerRow = source.Row(Math.Clamp((int)floorY + 1, 0, source.Height - 1));
        for (int channel = 0; channel < pixel.Length; channel++)
        {
            int top = (upperRow[x0 + channel] * (One - right)) + (upperRow[x1 + channel] * right);
            int bottom = (lowerRow[x0 + channel] * (One - right)) + (lowerRow[x1 + channel] * right);
            pixel[channel] = (byte)(((top * (One - lower)) + (bottom * lower) + (1 << ((2 * Bits) - 1))) >> (2 * Bits));
        }
    }

    // Mirrored at 0 and at the length, as often as it takes.
    private static double Reflect(double position, int length)
    {
        double period = 2.0 * length;
        double within = position - (Math.Floor(position / period) * period);
        return within < length ? within : period - within;
    }
}
