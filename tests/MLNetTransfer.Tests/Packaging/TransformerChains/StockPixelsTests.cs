using MLNetTransfer.Imaging;
using MLNetTransfer.Packaging.TransformerChains;

namespace MLNetTransfer.Tests.Packaging.TransformerChains;

/// <summary>Beside ML.NET itself they are compared in MLNetTransfer.MLNet.Tests, where its packages restore.</summary>
public sealed class StockPixelsTests
{
    private const int Side = 224;

    // Read off ML.NET 5.0.1: a vertical line of 240 on black at pixel 8 of a square picture, resized to 224; the level at a pixel of the result and at the ones beside it.
    [Theory]
    [InlineData(160, 11, 13, 181, 147)]
    [InlineData(224, 8, 0, 240, 0)]
    [InlineData(240, 7, 0, 129, 93)]
    [InlineData(448, 4, 0, 120, 0)]
    [InlineData(470, 4, 21, 93, 0)]
    [InlineData(900, 2, 0, 59, 0)]
    public void Make_Line_IsWhatMLNetMade(int length, int place, int before, int level, int after)
    {
        float[] planes = new float[3 * Side * Side];
        StockPixels.Make(Line(length, length), Side, planes);

        Assert.All(
            Enumerable.Range(0, 3 * Side),
            row => Assert.All(
                new[] { before, level, after }.Zip(planes[((row * Side) + place - 1)..((row * Side) + place + 2)]),
                pair => Assert.Equal(pair.First, pair.Second, 2.0)));
    }

    // 320 x 246 to 224: 1.3008 wide; (224 - 291.38) / 2 is cut to -33, and the width to 291, so that pixel 8 lies left of the square and what is at 160 lies right of the middle.
    [Fact]
    public void Make_Landscape_IsCutAtWholePixelsAsMLNetDoes()
    {
        Image picture = new(320, 246);
        for (int y = 0; y < picture.Height; y++)
        {
            picture.Row(y)[(3 * 160)..].Fill(200);
        }

        float[] planes = new float[3 * Side * Side];
        StockPixels.Make(picture, Side, planes);

        // The edge at 160 of 320 comes to 160 * 291 / 320 - 33 = 112.5.
        float[] row = planes[(100 * Side)..((100 * Side) + Side)];
        Assert.Equal(0, row[111]);
        Assert.Equal(100, row[112], 3.0);
        Assert.Equal(200, row[113]);
    }

    private static Image Line(int width, int height)
    {
        Image picture = new(width, height);
        for (int y = 0; y < height; y++)
        {
            picture.Row(y).Slice(3 * 8, 3).Fill(240);
        }

        return picture;
    }
}
