using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

public sealed class AffineTransformTests
{
    // Pillow cuts off where the nearest level is taken here.
    private const int Tolerance = 1;

    [Theory]
    [InlineData(-135)]
    [InlineData(12.5)]
    [InlineData(90)]
    public void Rotation_GivesThePixelsOfTorchvision(double degrees) =>
        AssertBlack($"rotate_{FixturePicture.Number(degrees)}", image => AffineMap.Rotation(degrees, image.Width, image.Height));

    [Theory]
    [InlineData(-0.33)]
    [InlineData(0.99)]
    public void Shear_GivesThePixelsOfTorchvision(double amount)
    {
        AssertBlack($"shearx_{FixturePicture.Number(amount)}", _ => AffineMap.ShearX(amount));
        AssertBlack($"sheary_{FixturePicture.Number(amount)}", _ => AffineMap.ShearY(amount));
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(5)]
    public void Translation_GivesThePixelsOfTorchvision(int pixels)
    {
        AssertBlack($"translatex_{pixels}", _ => AffineMap.Translation(pixels, 0));
        AssertBlack($"translatey_{pixels}", _ => AffineMap.Translation(0, pixels));
    }

    [Fact]
    public void Reflect_MirrorsAtTheEdge()
    {
        Image source = new(3, 1, [10, 10, 10, 20, 20, 20, 30, 30, 30]);
        Image result = new(9, 1);

        AffineTransform.Apply(source, AffineMap.Translation(3, 0), AugmentationFill.Reflect, result);

        Assert.Equal([30, 20, 10, 10, 20, 30, 30, 20, 10], result.Pixels.Where((_, index) => index % 3 == 0).Select(level => (int)level));
    }

    [Fact]
    public void Reflect_InsideOfThePicture_IsAsBlack()
    {
        Image source = FixturePicture.Load("picture");
        Image black = new(source.Width, source.Height);
        Image reflected = new(source.Width, source.Height);
        AffineMap map = AffineMap.Rotation(20, source.Width, source.Height);

        AffineTransform.Apply(source, map, AugmentationFill.Black, black);
        AffineTransform.Apply(source, map, AugmentationFill.Reflect, reflected);

        int center = ((12 * source.Width) + 15) * Image.Channels;
        Assert.Equal(black.Pixels[center], reflected.Pixels[center]);
        Assert.Equal(0, black.Pixels[0]);
        Assert.NotEqual(0, reflected.Pixels[0]);
    }

    private static void AssertBlack(string expected, Func<Image, AffineMap> map)
    {
        Image source = FixturePicture.Load("picture");
        Image result = new(source.Width, source.Height);

        AffineTransform.Apply(source, map(source), AugmentationFill.Black, result);

        FixturePicture.AssertClose(FixturePicture.Load(expected), result, Tolerance);
    }
}
