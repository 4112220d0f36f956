using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Resizing;
using MLNetTransfer.Randomness;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

public sealed class AugmenterTests
{
    private static readonly Preprocessing Small = Preprocessing.Torch with { ResizeSize = 20, CropSize = 16 };

    [Fact]
    public void Apply_None_IsTheCropOfValidation()
    {
        Image picture = FixturePicture.Load("picture");

        Image result = new Augmenter(AugmentationOptions.None, Small).Apply(picture, new DeterministicRandom(1));

        Resizer resizer = new();
        Assert.Equal(Resizer.CenterCrop(resizer.ResizeShorterSide(picture, 20, ResizeFilter.Bilinear), 16).Pixels, result.Pixels);
    }

    [Fact]
    public void Apply_CropOfTheWholePicture_IsItsResize()
    {
        Image picture = FixturePicture.Load("picture");
        double ratio = (double)picture.Width / picture.Height;
        AugmentationOptions options = new() { CropScale = new ValueRange(1, 1), CropRatio = new ValueRange(ratio, ratio) };

        Image result = new Augmenter(options, Small).Apply(picture, new DeterministicRandom(1));

        Assert.Equal(new Resizer().Resize(picture, 16, 16, ResizeFilter.Bilinear).Pixels, result.Pixels);
    }

    [Fact]
    public void Apply_BothFlips_TurnThePictureByHalf()
    {
        Image picture = FixturePicture.Load("picture");
        AugmentationOptions options = new() { HorizontalFlip = 1, VerticalFlip = 1 };

        Image plain = new Augmenter(AugmentationOptions.None, Small).Apply(picture, new DeterministicRandom(1));
        Image flipped = new Augmenter(options, Small).Apply(picture, new DeterministicRandom(1));

        for (int y = 0; y < 16; y++)
        {
            for (int x = 0; x < 16; x++)
            {
                Assert.Equal(plain.Row(y).Slice(x * 3, 3).ToArray(), flipped.Row(15 - y).Slice((15 - x) * 3, 3).ToArray());
            }
        }
    }

    [Fact]
    public void Apply_Erasing_CoversWithTheMeanColor()
    {
        Image picture = FixturePicture.Load("picture");
        AugmentationOptions options = new() { Erasing = 1, ErasingScale = new ValueRange(0.25, 0.25), ErasingRatio = new ValueRange(1, 1) };

        Image plain = new Augmenter(AugmentationOptions.None, Small).Apply(picture, new DeterministicRandom(1));
        Image erased = new Augmenter(options, Small).Apply(picture, new DeterministicRandom(1));

        int covered = 0;
        for (int i = 0; i < plain.Pixels.Length; i += 3)
        {
            if (!plain.Pixels.AsSpan(i, 3).SequenceEqual(erased.Pixels.AsSpan(i, 3)))
            {
                Assert.Equal([124, 116, 104], erased.Pixels.AsSpan(i, 3).ToArray());
                covered++;
            }
        }

        Assert.Equal(64, covered);
    }

    [Theory]
    [InlineData(AugmentationPreset.Light)]
    [InlineData(AugmentationPreset.Standard)]
    [InlineData(AugmentationPreset.Strong)]
    public void Apply_Preset_DependsOnTheSeedAlone(AugmentationPreset preset)
    {
        Image picture = FixturePicture.Load("picture");
        byte[] before = [.. picture.Pixels];
        Augmenter used = new(AugmentationOptions.From(preset), Small);
        HashSet<string> variants = [];
        for (ulong seed = 0; seed < 20; seed++)
        {
            Image first = used.Apply(picture, new DeterministicRandom(seed));
            Image second = new Augmenter(AugmentationOptions.From(preset), Small).Apply(picture, new DeterministicRandom(seed));

            Assert.Equal(first.Pixels, second.Pixels);
            variants.Add(Convert.ToHexString(first.Pixels));
        }

        Assert.Equal(20, variants.Count);
        Assert.Equal(before, picture.Pixels);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 300)]
    [InlineData(300, 2)]
    public void Apply_TinyPictures_AreEnlarged(int width, int height)
    {
        Image picture = new(width, height);
        picture.Pixels.AsSpan().Fill(90);

        Image result = new Augmenter(AugmentationOptions.Light, Small).Apply(picture, new DeterministicRandom(3));

        Assert.All(result.Pixels, level => Assert.Equal(90, level));
    }

    [Theory]
    [InlineData(0.5, 32)]
    [InlineData(0.25, 32)]
    [InlineData(0.08, 57)]
    [InlineData(0.01, 64)]
    public void Prepare_LargePicture_KeepsEnoughForTheSmallestCrop(double scale, int expected)
    {
        Augmenter augmenter = new(new AugmentationOptions { CropScale = new ValueRange(scale, 1) }, Small);

        Image prepared = augmenter.Prepare(new Image(200, 100));

        Assert.Equal(expected, augmenter.LargestSide);
        Assert.Equal((2 * expected, expected), (prepared.Width, prepared.Height));
    }

    [Fact]
    public void Constructor_WrongOptions_SaysWhat()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new Augmenter(new AugmentationOptions { Hue = 2 }, Small));

        Assert.Contains("hue is 2; expected 0 to 0.5", exception.Message, StringComparison.Ordinal);
    }
}
