using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.DrawnPictures;

/// <summary>A square picture to draw on.</summary>
internal sealed class DrawingCanvas(int side)
{
    public int Side => side;

    public Image Picture { get; } = new(side, side);

    /// <summary>Lays a colour over a pixel; outside of the picture nothing happens.</summary>
    public void Blend(int x, int y, DrawnColour colour, float share)
    {
        if ((uint)x >= (uint)side || (uint)y >= (uint)side)
        {
            return;
        }

        Span<byte> pixel = Picture.Pixels.AsSpan(((y * side) + x) * Image.Channels, Image.Channels);
        pixel[0] = Mix(pixel[0], colour.Red, share);
        pixel[1] = Mix(pixel[1], colour.Green, share);
        pixel[2] = Mix(pixel[2], colour.Blue, share);
    }

    /// <summary>A disc with a soft edge.</summary>
    public void Dot(double x, double y, double radius, DrawnColour colour)
    {
        int reach = (int)Math.Ceiling(radius);
        for (int row = (int)y - reach; row <= (int)y + reach; row++)
        {
            for (int column = (int)x - reach; column <= (int)x + reach; column++)
            {
                double distance = Math.Sqrt(((column + 0.5 - x) * (column + 0.5 - x)) + ((row + 0.5 - y) * (row + 0.5 - y)));
                float share = (float)Math.Clamp(radius + 0.5 - distance, 0, 1);
                if (share > 0)
                {
                    Blend(column, row, colour, share);
                }
            }
        }
    }

    /// <summary>From one colour to another in a direction.</summary>
    public void FillGradient(DrawnColour first, DrawnColour second, double angle)
    {
        (double sine, double cosine) = Math.SinCos(angle);
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                double along = 0.5 + ((((cosine * (x - (side / 2.0))) + (sine * (y - (side / 2.0)))) / side) * 0.7);
                Blend(x, y, first.Towards(second, (float)Math.Clamp(along, 0, 1)), 1);
            }
        }
    }

    private static byte Mix(byte below, float level, float share) => (byte)Math.Clamp(below + (share * (level - below)) + 0.5f, 0, 255);
}
