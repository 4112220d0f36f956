using MLNetTransfer.Packaging.TransformerChains;

namespace MLNetTransfer.Tests.Packaging.TransformerChains;

public sealed class ChainKernelTests
{
    public static TheoryData<double> Ratios => [0.1, 0.6, 0.95, 1, 1.07, 1.33, 1.9, 2.9, 4, 6.5, 9, 12, 50];

    [Theory]
    [MemberData(nameof(Ratios))]
    public void Design_AnyRatio_IsSymmetricWithASumOfOne(double ratio)
    {
        float[] kernel = ChainKernel.Design([ratio]);

        Assert.Equal(ChainKernel.Length, kernel.Length);
        Assert.Equal(kernel, kernel.Reverse());
        Assert.Equal(1, kernel.Sum(), 1e-5);
    }

    // What the kernel is for: rows that were resized by ML.NET and weighted are nearer to what training saw than means over three pixels are.
    [Theory]
    [InlineData(150, 160)]
    [InlineData(171, 160)]
    [InlineData(300, 160)]
    [InlineData(457, 160)]
    [InlineData(1300, 160)]
    public void Design_RowOfAPhotograph_ComesNearerThanMeans(int length, int side)
    {
        double[] source = Row(length);
        double[] seen = Apply(StockResize.Triangle(length, side), source);
        double[] fine = Apply(StockResize.Weights(length, side * ChainKernel.Scale), source);
        float[] kernel = ChainKernel.Design([(double)length / side]);

        double byKernel = Error(target => kernel.Select((weight, place) => weight * fine[(target * 3) - ChainKernel.Margin + place]).Sum());
        double byMeans = Error(target => (fine[target * 3] + fine[(target * 3) + 1] + fine[(target * 3) + 2]) / 3);

        Assert.InRange(byKernel, 0, 0.75 * byMeans);

        double Error(Func<int, double> pixel) => Math.Sqrt(Enumerable.Range(4, side - 8).Average(target => Math.Pow(pixel(target) - seen[target], 2)));
    }

    // For large pictures ML.NET gives three points a pixel, and training a triangle two pixels wide.
    [Fact]
    public void Design_LargePictures_IsNearlyTheTriangle()
    {
        float[] kernel = ChainKernel.Design([12.0]);

        double[] triangle = [0, 1 / 9.0, 2 / 9.0, 3 / 9.0, 2 / 9.0, 1 / 9.0, 0];
        Assert.All(triangle.Zip(kernel[4..11]), pair => Assert.Equal(pair.First, pair.Second, 0.04));
    }

    [Fact]
    public void Weights_SinglePixels_AreWhatMLNetGave()
    {
        // Read off ML.NET 5.0.1: lines of 240 on black, resized to 224 pixels.
        AssertLine(160, 8, (10, 13), (11, 181), (12, 147));
        AssertLine(224, 8, (7, 0), (8, 240), (9, 0));
        AssertLine(240, 8, (7, 129), (8, 93));
        AssertLine(448, 8, (4, 120), (3, 0), (5, 0));
        AssertLine(470, 8, (3, 21), (4, 93));
        AssertLine(900, 8, (1, 0), (2, 59), (3, 0));

        static void AssertLine(int length, int line, params (int Place, int Level)[] expected)
        {
            double[,] weights = StockResize.Weights(length, 224);
            Assert.All(expected, pixel => Assert.Equal(pixel.Level, Math.Clamp(weights[pixel.Place, line] * 240, 0, 255), 3.5));
        }
    }

    private static double[] Apply(double[,] weights, double[] row)
        => [.. Enumerable.Range(0, weights.GetLength(0)).Select(target => row.Select((value, place) => weights[target, place] * value).Sum())];

    // Steps and slopes with a little noise.
    private static double[] Row(int length)
    {
        Random random = new(length);
        double level = 128;
        double[] row = new double[length];
        for (int place = 0; place < length; place++)
        {
            level = random.Next(12) == 0 ? random.Next(256) : Math.Clamp(level + (random.NextDouble() * 12) - 6, 0, 255);
            row[place] = level;
        }

        return row;
    }
}
