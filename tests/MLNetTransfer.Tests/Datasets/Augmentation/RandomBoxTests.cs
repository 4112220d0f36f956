using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

public sealed class RandomBoxTests
{
    private const int Draws = 5000;

    [Fact]
    public void Crop_ManyDraws_KeepTheRangesAndSpreadEvenly()
    {
        DeterministicRandom random = new(1);
        double area = 0;
        double left = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            PixelBox box = RandomBox.Crop(1000, 1000, new ValueRange(0.1, 0.5), new ValueRange(0.75, 1.25), random);

            double share = box.Width * box.Height / 1e6;
            Assert.InRange(share, 0.099, 0.501);
            Assert.InRange((double)box.Width / box.Height, 0.745, 1.255);
            Assert.True(box.Left >= 0 && box.Top >= 0 && box.Left + box.Width <= 1000 && box.Top + box.Height <= 1000);
            area += share;
            left += box.Left / (1000.0 - box.Width);
        }

        // Means of even distributions: 0.3 with a standard error of 0.0016, 0.5 with one of 0.004.
        Assert.Equal(0.3, area / Draws, 0.007);
        Assert.Equal(0.5, left / Draws, 0.017);
    }

    [Theory]
    [InlineData(1000, 10, 13)]
    [InlineData(10, 1000, 10)]
    public void Crop_OfANarrowPicture_FallsBackToItsMiddle(int width, int height, int expectedWidth)
    {
        // No crop of 0.9 of the area has such a ratio; the sides follow from the ratio 4/3 or 3/4.
        PixelBox box = RandomBox.Crop(width, height, new ValueRange(0.9, 1), new ValueRange(3.0 / 4, 4.0 / 3), new DeterministicRandom(1));

        Assert.Equal(expectedWidth, box.Width);
        Assert.Equal((width - box.Width) / 2, box.Left);
        Assert.Equal((height - box.Height) / 2, box.Top);
        Assert.InRange((double)box.Width / box.Height, 0.7, 1.4);
    }

    [Fact]
    public void Crop_OfOnePixel_IsThePixel() =>
        Assert.Equal(new PixelBox(0, 0, 1, 1), RandomBox.Crop(1, 1, new ValueRange(0.1, 0.2), new ValueRange(0.75, 1.25), new DeterministicRandom(1)));

    [Fact]
    public void Erasing_ManyDraws_KeepTheRangesWithinThePicture()
    {
        DeterministicRandom random = new(2);
        for (int draw = 0; draw < Draws; draw++)
        {
            PixelBox box = RandomBox.Erasing(500, 400, new ValueRange(0.02, 0.33), new ValueRange(0.3, 3.3), random)!.Value;

            Assert.InRange(box.Width * box.Height / 200_000.0, 0.019, 0.332);
            Assert.InRange((double)box.Height / box.Width, 0.29, 3.4);
            Assert.True(box.Left >= 0 && box.Top >= 0 && box.Left + box.Width <= 500 && box.Top + box.Height <= 400);
        }
    }

    [Fact]
    public void Erasing_BoxesThatAreNeverSmaller_GiveNone() =>
        Assert.Null(RandomBox.Erasing(50, 50, new ValueRange(1, 1), new ValueRange(1, 1), new DeterministicRandom(3)));
}
