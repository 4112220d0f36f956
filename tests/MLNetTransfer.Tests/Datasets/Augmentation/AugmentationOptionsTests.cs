using MLNetTransfer.Datasets.Augmentation;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

public sealed class AugmentationOptionsTests
{
    [Fact]
    public void From_EveryPreset_IsValidAndDifferent()
    {
        AugmentationOptions[] presets = [.. Enum.GetValues<AugmentationPreset>().Select(AugmentationOptions.From)];

        Assert.All(presets, options => Assert.Empty(options.Validate()));
        Assert.Equal(presets.Length, presets.Distinct().Count());
        Assert.Equal(new AugmentationOptions(), AugmentationOptions.From(AugmentationPreset.None));
    }

    [Fact]
    public void Validate_ManyProblems_SaysThemAll()
    {
        AugmentationOptions options = new()
        {
            CropScale = new ValueRange(0, 2),
            CropRatio = new ValueRange(2, 1),
            HorizontalFlip = 1.5,
            VerticalFlip = -1,
            Rotation = 181,
            Brightness = double.NaN,
            Contrast = 2,
            Saturation = 2,
            Hue = 0.6,
            Erasing = 7,
            ErasingScale = new ValueRange(0.5, 0.1),
            ErasingRatio = new ValueRange(0.01, 1),
            Mixup = -0.1,
            Cutmix = 11,
            Fill = (AugmentationFill)9,
        };

        IReadOnlyList<string> problems = options.Validate();

        Assert.Equal(15, problems.Count);
        Assert.Contains("Augmentation: crop scale is 0,2; expected two shares of the area above 0 and up to 1, the smaller first, as in 0.5,1.", problems);
        Assert.Contains("Augmentation: hue is 0.6; expected 0 to 0.5.", problems);
    }

    [Fact]
    public void Describe_Presets_NameWhatIsOn()
    {
        Assert.Equal("none", AugmentationOptions.None.Describe());
        Assert.Equal("random crop of 0.5 to 1 of the area, horizontal flip 0.5", AugmentationOptions.Light.Describe());
        Assert.Contains("TrivialAugment", AugmentationOptions.Strong.Describe(), StringComparison.Ordinal);
        Assert.Equal("mixup 0.2, cutmix 1", new AugmentationOptions { Mixup = 0.2, Cutmix = 1 }.Describe());
    }
}
