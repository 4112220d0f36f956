using System.Runtime.InteropServices;

namespace MLNetTransfer.Imaging.Resizing;

/// <summary>Turns a picture upright by the orientation that its EXIF data states (CIPA DC-008, tag 0x0112).</summary>
public static class ImageOrientation
{
    /// <summary>Side of the squares in which rows become columns, so that the source lines of one square stay in the first-level cache.</summary>
    private const int TileSide = 32;

    /// <summary>Gives the upright picture.</summary>
    /// <param name="image">The pixels as stored.</param>
    /// <param name="orientation">
    /// 1 as stored, 2 mirrored left to right, 3 turned by 180 degrees, 4 mirrored top to bottom, 5 rows and columns swapped,
    /// 6 stored such that a quarter turn clockwise makes it upright, 7 swapped along the other diagonal, 8 a quarter turn counter-clockwise.
    /// </param>
    /// <returns>A new picture; for 1 the given one itself. Orientations 5 to 8 swap width and height.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The orientation is not 1 to 8.</exception>
    public static Image Apply(Image image, int orientation)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (orientation is < 1 or > 8)
        {
            throw new ArgumentOutOfRangeException(nameof(orientation), orientation, "An EXIF orientation is 1 to 8.");
        }

        if (orientation == 1)
        {
            return image;
        }

        bool swapped = orientation >= 5;
        bool fromRight = orientation is 2 or 3 or 7 or 8;
        bool fromBottom = orientation is 3 or 4 or 6 or 7;
        Image upright = swapped ? new Image(image.Height, image.Width) : new Image(image.Width, image.Height);
        ReadOnlySpan<Pixel> source = MemoryMarshal.Cast<byte, Pixel>(image.Pixels);
        Span<Pixel> destination = MemoryMarshal.Cast<byte, Pixel>(upright.Pixels.AsSpan());
        if (swapped)
        {
            SwapRowsAndColumns(source, image.Width, image.Height, fromRight, fromBottom, destination);
        }
        else
        {
            CopyRows(source, image.Width, image.Height, fromRight, fromBottom, destination);
        }

        return upright;
    }

    private static void CopyRows(ReadOnlySpan<Pixel> source, int width, int height, bool fromRight, bool fromBottom, Span<Pixel> destination)
    {
        for (int y = 0; y < height; y++)
        {
            Span<Pixel> row = destination.Slice(y * width, width);
            source.Slice((fromBottom ? height - 1 - y : y) * width, width).CopyTo(row);
            if (fromRight)
            {
                row.Reverse();
            }
        }
    }

    private static void SwapRowsAndColumns(ReadOnlySpan<Pixel> source, int width, int height, bool fromRight, bool fromBottom, Span<Pixel> destination)
    {
        for (int top = 0; top < height; top += TileSide)
        {
            int bottom = Math.Min(top + TileSide, height);
            for (int left = 0; left < width; left += TileSide)
            {
                int right = Math.Min(left + TileSide, width);
                for (int x = left; x < right; x++)
                {
                    Span<Pixel> column = destination.Slice((fromRight ? width - 1 - x : x) * height, height);
                    for (int y = top; y < bottom; y++)
                    {
                        column[fromBottom ? height - 1 - y : y] = source[(y * width) + x];
                    }
                }
            }
        }
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly struct Pixel
    {
        private readonly byte _red;
        private readonly byte _green;
        private readonly byte _blue;
    }
}
