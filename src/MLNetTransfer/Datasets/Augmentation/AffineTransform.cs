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
                // Coordinates of corners; those of pixel centres are less by a half.
                double fromX = (map.XX * (x + 0.5)) + rowX;
                double fromY = (map.YX * (x + 0.5)) + rowY;
                double floorX = Math.Floor(fromX - 0.5);
                double floorY = Math.Floor(fromY - 0.5);
                Span<byte> pixel = row.Slice(x * Image.Channels, Image.Channels);
                if (floorX >= 0 && floorX < source.Width - 1 && floorY >= 0 && floorY < source.Height - 1)
                {
                    int start = (((int)floorY * source.Width) + (int)floorX) * Image.Channels;
                    Interpolate(source, start, (int)((fromX - 0.5 - floorX) * One), (int)((fromY - 0.5 - floorY) * One), pixel);
                }
                else
                {
                    SampleEdge(source, fromX, fromY, fill, pixel);
                }
            }
        }
    }

    // Between four pixels inside of the picture, the first of which starts at the given byte.
    private static void Interpolate(Image source, int start, int right, int lower, Span<byte> pixel)
    {
        const int Half = 1 << ((2 * Bits) - 1);
        ReadOnlySpan<byte> above = source.Pixels.AsSpan(start, 2 * Image.Channels);
        ReadOnlySpan<byte> below = source.Pixels.AsSpan(start + (source.Width * Image.Channels), 2 * Image.Channels);
        int lowerRight = lower * right;
        int lowerLeft = (lower * One) - lowerRight;
        int upperRight = (right * One) - lowerRight;
        int upperLeft = (One * One) - (lower * One) - upperRight;
        pixel[0] = (byte)(((above[0] * upperLeft) + (above[3] * upperRight) + (below[0] * lowerLeft) + (below[3] * lowerRight) + Half) >> (2 * Bits));
        pixel[1] = (byte)(((above[1] * upperLeft) + (above[4] * upperRight) + (below[1] * lowerLeft) + (below[4] * lowerRight) + Half) >> (2 * Bits));
        pixel[2] = (byte)(((above[2] * upperLeft) + (above[5] * upperRight) + (below[2] * lowerLeft) + (below[5] * lowerRight) + Half) >> (2 * Bits));
    }

    // Beyond the outermost pixel centres the outermost pixels go on up to the edge.
    private static void SampleEdge(Image source, double fromX, double fromY, AugmentationFill fill, Span<byte> pixel)
    {
        bool outside = !(fromX >= 0 && fromX < source.Width && fromY >= 0 && fromY < source.Height);
        if (outside && fill == AugmentationFill.Black)
        {
            pixel.Clear();
            return;
        }

        double x = (outside ? Reflect(fromX, source.Width) : fromX) - 0.5;
        double y = (outside ? Reflect(fromY, source.Height) : fromY) - 0.5;
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
