using MLNetTransfer.Imaging;

namespace MLNetTransfer.Explanation;

/// <summary>Lays heat over a picture.</summary>
internal static class HeatOverlay
{
    // The hottest place still lets a fifth of the picture through.
    private const float Cover = 0.8f;

    // How far what the network does not see is drawn towards light grey.
    private const float Paleness = 0.7f;

    private const float Pale = 232;

    public static void Draw(Image picture, HeatMap heat, SeenPart seen)
    {
        for (int row = 0; row < picture.Height; row++)
        {
            double y = (((row + 0.5) / picture.Height) - seen.Top) / seen.Height;
            Span<byte> pixels = picture.Row(row);
            for (int column = 0; column < picture.Width; column++)
            {
                double x = (((column + 0.5) / picture.Width) - seen.Left) / seen.Width;
                Span<byte> pixel = pixels.Slice(column * Image.Channels, Image.Channels);
                if (x is >= 0 and <= 1 && y is >= 0 and <= 1)
                {
                    float value = heat.At(x, y);
                    Blend(pixel, HeatColours.Of(value), Cover * value);
                }
                else
                {
                    Blend(pixel, (Pale, Pale, Pale), Paleness);
                }
            }
        }
    }

    private static void Blend(Span<byte> pixel, (float Red, float Green, float Blue) colour, float share)
    {
        pixel[0] = Mixed(pixel[0], colour.Red, share);
        pixel[1] = Mixed(pixel[1], colour.Green, share);
        pixel[2] = Mixed(pixel[2], colour.Blue, share);
    }

    private static byte Mixed(byte under, float over, float share) => (byte)MathF.Round(under + ((over - under) * share));
}
