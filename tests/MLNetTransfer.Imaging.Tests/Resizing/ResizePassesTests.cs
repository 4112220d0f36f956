using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Imaging.Tests.Resizing;

public class ResizePassesTests
{
    private static readonly int[] Lengths = [1, 2, 3, 5, 7, 10, 11, 13, 16, 23, 31, 32, 37, 64, 97];

    [Fact]
    public void Available_ThisMachine_ListsItsVariantsWithThePlainOneLast()
    {
        string[] names = [.. ResizePasses.Available.Select(passes => passes.GetType().Name)];

        Assert.Equal(Avx2.IsSupported, names.Contains(nameof(ResizePassesAvx2)));
        Assert.Equal(Vector128.IsHardwareAccelerated, names.Contains(nameof(ResizePassesVector128)));
        Assert.Equal(nameof(ResizePassesPlain), names[^1]);
        Assert.Equal(names[0], ResizePasses.Best.GetType().Name);
    }

    [Theory]
    [InlineData(ResizeFilter.Bilinear)]
    [InlineData(ResizeFilter.Bicubic)]
    public void Resize_EveryVariantOverManySizes_GivesTheBytesOfTheReference(ResizeFilter filter)
    {
        Resizer[] resizers = [.. ResizePasses.Available.Select(passes => new Resizer(passes))];
        for (int i = 0; i < Lengths.Length; i++)
        {
            Image source = FormulaImage.Make(Lengths[i], Lengths[(i * 4 + 3) % Lengths.Length]);
            for (int j = 0; j < Lengths.Length; j++)
            {
                (int width, int height) = (Lengths[j], Lengths[(j * 7 + i) % Lengths.Length]);
                Image expected = ResizeReference.FixedPoint(source, ImageBox.Whole(source), width, height, filter);
                foreach (Resizer resizer in resizers)
                {
                    Assert.True(
                        expected.Pixels.AsSpan().SequenceEqual(resizer.Resize(source, width, height, filter).Pixels),
                        $"{source.Width}x{source.Height} to {width}x{height}");
                }
            }
        }
    }

    [Theory]
    [InlineData(ResizeFilter.Bilinear)]
    [InlineData(ResizeFilter.Bicubic)]
    public void Resize_EveryVariantOverBoxes_GivesTheBytesOfTheReference(ResizeFilter filter)
    {
        Resizer[] resizers = [.. ResizePasses.Available.Select(passes => new Resizer(passes))];
        Image source = FormulaImage.Make(61, 47);
        Random random = new(5);
        for (int i = 0; i < 100; i++)
        {
            float left = random.NextSingle() * 60;
            float top = random.NextSingle() * 46;
            ImageBox box = new(left, top, left + ((61 - left) * (0.01f + (0.99f * random.NextSingle()))), top + ((47 - top) * (0.01f + (0.99f * random.NextSingle()))));
            (int width, int height) = (random.Next(1, 80), random.Next(1, 80));
            Image expected = ResizeReference.FixedPoint(source, box, width, height, filter);
            foreach (Resizer resizer in resizers)
            {
                Assert.True(expected.Pixels.AsSpan().SequenceEqual(resizer.Resize(source, box, width, height, filter).Pixels), $"{box} to {width}x{height}");
            }
        }
    }

    [Theory]
    [InlineData(100, 80, 30, 30)]
    [InlineData(33, 41, 70, 100)]
    public void Resize_BilinearAgainstExactArithmetic_IsWithinTheTwoRoundings(int sourceWidth, int sourceHeight, int width, int height)
    {
        Image source = FormulaImage.Make(sourceWidth, sourceHeight);
        byte[] pixels = new Resizer().Resize(source, width, height, ResizeFilter.Bilinear).Pixels;
        double[] exact = ResizeReference.Exact(source, ImageBox.Whole(source), width, height, ResizeFilter.Bilinear);

        // Half a level for each pass, and the rounding of the weights.
        Assert.All(pixels.Zip(exact), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1.001));
    }
}
