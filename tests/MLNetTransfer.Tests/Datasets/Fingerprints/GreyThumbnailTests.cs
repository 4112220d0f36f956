using MLNetTransfer.Datasets.Fingerprints;

namespace MLNetTransfer.Tests.Datasets.Fingerprints;

public sealed class GreyThumbnailTests
{
    [Theory]
    [InlineData(7, 5, 4)]
    [InlineData(64, 64, 32)]
    [InlineData(3, 2, 8)]
    [InlineData(101, 33, 32)]
    [InlineData(1, 1, 4)]
    public void Average_AnySize_IsTheMeanOfTheArea(int width, int height, int side)
    {
        byte[] pixels = new byte[width * height * 3];
        new Random(width).NextBytes(pixels);

        float[] grey = GreyThumbnail.Average(pixels, width, height, side, []);

        for (int cell = 0; cell < side * side; cell++)
        {
            double expected = 0;
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    double covered = Covered(x, cell % side, width, side) * Covered(y, cell / side, height, side);
                    int at = ((y * width) + x) * 3;
                    expected += covered * ((0.299 * pixels[at]) + (0.587 * pixels[at + 1]) + (0.114 * pixels[at + 2]));
                }
            }

            Assert.Equal(expected * side * side / (width * height), grey[cell], 0.01);
        }
    }

    [Fact]
    public void Average_Colours_AreSumsOfTheParts()
    {
        byte[] pixels = new byte[8 * 8 * 3];
        new Random(1).NextBytes(pixels);
        double[] colours = new double[48];

        GreyThumbnail.Average(pixels, 8, 8, 32, colours);

        for (int index = 0; index < colours.Length; index++)
        {
            (int part, int channel) = (index / 3, index % 3);
            double expected = 0;
            for (int pixel = 0; pixel < 4; pixel++)
            {
                expected += pixels[((((part / 4 * 2) + (pixel / 2)) * 8) + (part % 4 * 2) + (pixel % 2)) * 3 + channel];
            }

            Assert.Equal(expected, colours[index], 0.01);
        }
    }

    private static double Covered(int pixel, int cell, int length, int side) =>
        Math.Max(0, Math.Min(pixel + 1, (cell + 1.0) * length / side) - Math.Max(pixel, (double)cell * length / side));
}
