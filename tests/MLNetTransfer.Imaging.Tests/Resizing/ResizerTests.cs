using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Imaging.Tests.Resizing;

public class ResizerTests
{
    [Fact]
    public void Resize_SameResizerForManyPictures_GivesWhatAFreshOneGives()
    {
        Resizer resizer = new();
        for (int i = 0; i < 120; i++)
        {
            Image source = FormulaImage.Make(20 + (i * 7 % 83), 20 + (i * 5 % 61));
            int size = 5 + (i * 11 % 90);

            Assert.Equal(new Resizer().Resize(source, size, size + 3, ResizeFilter.Bicubic).Pixels, resizer.Resize(source, size, size + 3, ResizeFilter.Bicubic).Pixels);
        }
    }

    [Fact]
    public void Resize_IntoAPicture_GivesTheBytesOfANewOne()
    {
        Resizer resizer = new();
        Image source = FormulaImage.Make(40, 30);
        ImageBox box = new(3, 2, 33, 25);
        Image destination = new(17, 9);

        resizer.Resize(source, box, ResizeFilter.Bilinear, destination);

        Assert.Equal(resizer.Resize(source, box, 17, 9, ResizeFilter.Bilinear).Pixels, destination.Pixels);
        Assert.Throws<ArgumentException>(() => resizer.Resize(source, box, ResizeFilter.Bilinear, source));
    }

    [Theory]
    [InlineData(CropPlacement.WholePixels)]
    [InlineData(CropPlacement.Exact)]
    public void ResizeShorterSideAndCenterCrop_SteadyState_AllocatesNothing(CropPlacement placement)
    {
        Resizer resizer = new();
        Image[] sources = [.. Enumerable.Range(0, 60).Select(i => FormulaImage.Make(40 + i, 60))];
        byte[] destination = new byte[32 * 32 * 3];
        Run();
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            foreach (Image source in sources)
            {
                resizer.ResizeShorterSideAndCenterCrop(source, 36, 32, placement, ResizeFilter.Bilinear, destination);
            }
        }
    }

    [Theory]
    [InlineData(CropPlacement.WholePixels)]
    [InlineData(CropPlacement.Exact)]
    public void ResizeShorterSideAndCenterCrop_VeryLongPicture_NeedsNoRoomForTheWholeResult(CropPlacement placement)
    {
        byte[] destination = new byte[32 * 32 * 3];

        new Resizer().ResizeShorterSideAndCenterCrop(new Image(1, 3_000_000, Filled(3_000_000, 77)), 4096, 32, placement, ResizeFilter.Bilinear, destination);

        Assert.All(destination, value => Assert.Equal(77, value));
    }

    [Theory]
    [InlineData(61, 40, 32, 32)]
    [InlineData(40, 63, 36, 32)]
    [InlineData(20, 30, 32, 31)]
    public void ResizeShorterSideAndCenterCrop_Exact_IsTheResizeOfTheBoxInTheMiddle(int width, int height, int resize, int crop)
    {
        Image source = FormulaImage.Make(width, height);
        double side = Math.Min(width, height) * (double)crop / resize;
        ImageBox box = new((float)((width - side) / 2), (float)((height - side) / 2), (float)((width + side) / 2), (float)((height + side) / 2));
        byte[] destination = new byte[crop * crop * 3];

        new Resizer().ResizeShorterSideAndCenterCrop(source, resize, crop, CropPlacement.Exact, ResizeFilter.Bilinear, destination);

        Assert.Equal(new Resizer().Resize(source, box, crop, crop, ResizeFilter.Bilinear).Pixels, destination);
        Assert.Equal(box, Resizer.FindCenterCrop(width, height, resize, crop, CropPlacement.Exact));
    }

    // 320 x 246 to 224: 291 wide, and (291 - 224) / 2 is no whole number; a mirrored picture must give the mirrored square.
    [Fact]
    public void ResizeShorterSideAndCenterCrop_ExactOfAMirroredPicture_IsTheMirroredSquare()
    {
        Image source = FormulaImage.Make(320, 246);
        byte[] square = Square(source);
        byte[] ofMirrored = Square(Mirrored(source));

        Assert.Equal(Mirrored(new Image(224, 224, square)).Pixels, ofMirrored);

        static byte[] Square(Image image)
        {
            byte[] destination = new byte[224 * 224 * 3];
            new Resizer().ResizeShorterSideAndCenterCrop(image, 224, 224, CropPlacement.Exact, ResizeFilter.Bilinear, destination);
            return destination;
        }

        static Image Mirrored(Image image)
        {
            Image result = new(image.Width, image.Height);
            for (int y = 0; y < image.Height; y++)
            {
                for (int x = 0; x < image.Width; x++)
                {
                    image.Row(y).Slice(3 * (image.Width - 1 - x), 3).CopyTo(result.Row(y)[(3 * x)..]);
                }
            }

            return result;
        }
    }

    [Theory]
    [InlineData(ResizeFilter.Bilinear)]
    [InlineData(ResizeFilter.Bicubic)]
    public void Resize_ToTheSameSize_IsACopy(ResizeFilter filter)
    {
        Image source = FormulaImage.Make(37, 21);

        Image result = new Resizer().Resize(source, 37, 21, filter);

        Assert.NotSame(source, result);
        Assert.Equal(source.Pixels, result.Pixels);
    }

    [Theory]
    [InlineData(100, 50, 10, 20, 10)]
    [InlineData(50, 99, 20, 20, 39)]
    [InlineData(3, 2, 7, 10, 7)]
    public void ResizeShorterSide_AnyPicture_CutsTheLongerSideToAWholeNumber(int width, int height, int size, int expectedWidth, int expectedHeight)
    {
        Image result = new Resizer().ResizeShorterSide(FormulaImage.Make(width, height), size, ResizeFilter.Bilinear);

        Assert.Equal((expectedWidth, expectedHeight), (result.Width, result.Height));
    }

    [Theory]
    [InlineData(11, 8, 2)] // 1.5 rounds to 2
    [InlineData(13, 8, 2)] // 2.5 rounds to 2
    [InlineData(12, 8, 2)]
    public void CenterCrop_OddDifference_RoundsTheOffsetHalfToEven(int width, int size, int expectedOffset)
    {
        Image source = FormulaImage.Make(width, size);

        Image result = Resizer.CenterCrop(source, size);

        Assert.Equal(source.Row(0).Slice(expectedOffset * 3, size * 3), result.Row(0));
    }

    [Fact]
    public void CenterCrop_SmallerPicture_IsSurroundedByBlack()
    {
        Image result = Resizer.CenterCrop(new Image(2, 1, Filled(2, 9)), 5);

        byte[] expected = new byte[75];
        expected.AsSpan((2 * 15) + 3, 6).Fill(9);
        Assert.Equal(expected, result.Pixels);
    }

    [Theory]
    [InlineData(-0.1f, 0, 5, 5)]
    [InlineData(0, -1, 5, 5)]
    [InlineData(0, 0, 10.01f, 5)]
    [InlineData(0, 0, 5, 8.5f)]
    [InlineData(3, 0, 3, 5)]
    [InlineData(0, 5, 3, 4)]
    [InlineData(float.NaN, 0, 3, 4)]
    public void Resize_BoxOutsideThePicture_Throws(float left, float top, float right, float bottom)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new Resizer().Resize(FormulaImage.Make(10, 8), new ImageBox(left, top, right, bottom), 4, 4, ResizeFilter.Bilinear));

        Assert.Contains("10x8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryMethod_SizeBelowOne_Throws()
    {
        Image source = FormulaImage.Make(4, 4);

        Assert.Throws<ArgumentOutOfRangeException>(() => new Resizer().Resize(source, 0, 3, ResizeFilter.Bilinear));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resizer().ResizeShorterSide(source, 0, ResizeFilter.Bilinear));
        Assert.Throws<ArgumentOutOfRangeException>(() => Resizer.CenterCrop(source, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resizer().ResizeShorterSideAndCenterCrop(source, 0, 1, CropPlacement.WholePixels, ResizeFilter.Bilinear, new byte[3]));
    }

    [Fact]
    public void ResizeShorterSideAndCenterCrop_DestinationOfAnotherLength_Throws()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new Resizer().ResizeShorterSideAndCenterCrop(FormulaImage.Make(4, 4), 4, 4, CropPlacement.WholePixels, ResizeFilter.Bilinear, new byte[47]));

        Assert.Contains("48 bytes", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Filled(int pixels, byte value)
    {
        byte[] bytes = new byte[pixels * 3];
        Array.Fill(bytes, value);
        return bytes;
    }
}
