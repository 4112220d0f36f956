using System.Globalization;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>
/// How training pictures are changed at random. The switches have the definitions of torchvision's transforms and take effect in the order in which they stand here; a picture is cropped and resized at once.
/// </summary>
public sealed record AugmentationOptions
{
    /// <summary>
    /// Share of the picture's area that a random crop takes (<c>RandomResizedCrop</c>), or null for the resize and centre crop of validation.
    /// </summary>
    /// <value>Above 0, at most 1; default null.</value>
    public ValueRange? CropScale { get; init; }

    /// <summary>Width divided by height of a random crop before it is resized to a square.</summary>
    /// <value>0.1 to 10; default 3/4 to 4/3.</value>
    public ValueRange CropRatio { get; init; } = new(3.0 / 4, 4.0 / 3);

    /// <summary>Probability of swapping left and right (<c>RandomHorizontalFlip</c>).</summary>
    /// <value>0 to 1; default 0.</value>
    public double HorizontalFlip { get; init; }

    /// <summary>Probability of swapping top and bottom (<c>RandomVerticalFlip</c>).</summary>
    /// <value>0 to 1; default 0.</value>
    public double VerticalFlip { get; init; }

    /// <summary>Largest rotation to either side, in degrees (<c>RandomRotation</c>, bilinear).</summary>
    /// <value>0 to 180; default 0.</value>
    public double Rotation { get; init; }

    /// <summary>Whether one of 14 operations of random strength is applied (<c>TrivialAugmentWide</c>: S. Mueller and F. Hutter, "TrivialAugment", 2021, wide space, 31 strengths).</summary>
    public bool TrivialAugment { get; init; }

    /// <summary>Brightness is multiplied by 1 - x to 1 + x (<c>ColorJitter</c>, as the three that follow; these four come in random order).</summary>
    /// <value>0 to 1; default 0.</value>
    public double Brightness { get; init; }

    /// <summary>Contrast is multiplied by 1 - x to 1 + x.</summary>
    /// <value>0 to 1; default 0.</value>
    public double Contrast { get; init; }

    /// <summary>Saturation is multiplied by 1 - x to 1 + x.</summary>
    /// <value>0 to 1; default 0.</value>
    public double Saturation { get; init; }

    /// <summary>The hue is turned by -x to x of the colour circle.</summary>
    /// <value>0 to 0.5; default 0.</value>
    public double Hue { get; init; }

    /// <summary>Probability of covering a rectangle with the mean colour of the preprocessing (<c>RandomErasing</c>, Zhong and others, 2017).</summary>
    /// <value>0 to 1; default 0.</value>
    public double Erasing { get; init; }

    /// <summary>Share of the crop's area that is covered.</summary>
    /// <value>Above 0, at most 1; default 0.02 to 0.33.</value>
    public ValueRange ErasingScale { get; init; } = new(0.02, 0.33);

    /// <summary>Height divided by width of the covered rectangle.</summary>
    /// <value>0.1 to 10; default 0.3 to 3.3.</value>
    public ValueRange ErasingRatio { get; init; } = new(0.3, 3.3);

    /// <summary>What shows beyond the edge of a picture that is rotated, sheared or moved.</summary>
    /// <value>Default <see cref="AugmentationFill.Reflect"/>; torchvision fills with black.</value>
    public AugmentationFill Fill { get; init; }

    /// <summary>Both parameters of the beta distribution of mixup (Zhang and others, 2018), which works on whole batches; 0 for none.</summary>
    /// <value>0 to 10; default 0, usual 0.2.</value>
    public double Mixup { get; init; }

    /// <summary>Both parameters of the beta distribution of CutMix (Yun and others, 2019), which works on whole batches; 0 for none. Where mixup is on too, each batch takes one of them.</summary>
    /// <value>0 to 10; default 0, usual 1.</value>
    public double Cutmix { get; init; }

    /// <summary>Nothing is changed.</summary>
    public static AugmentationOptions None { get; } = new();

    /// <summary>Crops of half the area or more, and the horizontal flip.</summary>
    public static AugmentationOptions Light { get; } = new() { CropScale = new(0.5, 1), HorizontalFlip = 0.5 };

    /// <summary>Crops of 0.35 of the area or more, the horizontal flip, rotations up to 15 degrees, and colour jitter of 0.2 with a hue of 0.02.</summary>
    public static AugmentationOptions Standard { get; } = new()
    {
        CropScale = new(0.35, 1),
        HorizontalFlip = 0.5,
        Rotation = 15,
        Brightness = 0.2,
        Contrast = 0.2,
        Saturation = 0.2,
        Hue = 0.02,
    };

    /// <summary>Crops of a quarter of the area or more, the horizontal flip, TrivialAugment, and erasing of every fourth picture.</summary>
    public static AugmentationOptions Strong { get; } = new() { CropScale = new(0.25, 1), HorizontalFlip = 0.5, TrivialAugment = true, Erasing = 0.25 };

    /// <summary>Whether batches are mixed, so that targets are probabilities.</summary>
    public bool Mixes => Mixup > 0 || Cutmix > 0;

    /// <summary>The options of a preset.</summary>
    public static AugmentationOptions From(AugmentationPreset preset) => preset switch
    {
        AugmentationPreset.None => None,
        AugmentationPreset.Light => Light,
        AugmentationPreset.Standard => Standard,
        AugmentationPreset.Strong => Strong,
        _ => throw new ArgumentOutOfRangeException(nameof(preset), preset, "There is no such preset."),
    };

    /// <summary>All that is wrong with the options, one sentence each; empty when they are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (CropScale is ValueRange scale)
        {
            CheckArea(problems, "crop scale", scale);
        }

        CheckRatio(problems, "crop ratio", CropRatio);
        Check(problems, "horizontal flip", HorizontalFlip, 1);
        Check(problems, "vertical flip", VerticalFlip, 1);
        Check(problems, "rotation", Rotation, 180);
        Check(problems, "brightness", Brightness, 1);
        Check(problems, "contrast", Contrast, 1);
        Check(problems, "saturation", Saturation, 1);
        Check(problems, "hue", Hue, 0.5);
        Check(problems, "erasing", Erasing, 1);
        CheckArea(problems, "erasing scale", ErasingScale);
        CheckRatio(problems, "erasing ratio", ErasingRatio);
        Check(problems, "mixup", Mixup, 10);
        Check(problems, "cutmix", Cutmix, 10);
        if (!Enum.IsDefined(Fill))
        {
            problems.Add($"The fill {Fill} is unknown; expected one of {string.Join(", ", Enum.GetNames<AugmentationFill>())}.");
        }

        return problems;
    }

    /// <summary>What is switched on, in words for reports.</summary>
    public string Describe()
    {
        List<string> parts = [];
        if (CropScale is ValueRange scale)
        {
            parts.Add($"random crop of {Text(scale.Minimum)} to {Text(scale.Maximum)} of the area");
        }

        Add("horizontal flip", HorizontalFlip);
        Add("vertical flip", VerticalFlip);
        Add("rotation", Rotation);
        if (TrivialAugment)
        {
            parts.Add("TrivialAugment");
        }

        Add("brightness", Brightness);
        Add("contrast", Contrast);
        Add("saturation", Saturation);
        Add("hue", Hue);
        Add("erasing", Erasing);
        Add("mixup", Mixup);
        Add("cutmix", Cutmix);
        return parts.Count == 0 ? "none" : string.Join(", ", parts);

        void Add(string name, double value)
        {
            if (value > 0)
            {
                parts.Add($"{name} {Text(value)}");
            }
        }
    }

    private static void Check(List<string> problems, string name, double value, double maximum)
    {
        if (!(value >= 0 && value <= maximum))
        {
            problems.Add($"Augmentation: {name} is {Text(value)}; expected 0 to {Text(maximum)}.");
        }
    }

    private static void CheckArea(List<string> problems, string name, ValueRange range)
    {
        if (!(range.Minimum > 0 && range.Maximum <= 1 && range.Minimum <= range.Maximum))
        {
            problems.Add($"Augmentation: {name} is {range}; expected two shares of the area above 0 and up to 1, the smaller first, as in 0.5,1.");
        }
    }

    private static void CheckRatio(List<string> problems, string name, ValueRange range)
    {
        if (!(range.Minimum >= 0.1 && range.Maximum <= 10 && range.Minimum <= range.Maximum))
        {
            problems.Add($"Augmentation: {name} is {range}; expected two numbers from 0.1 to 10, the smaller first, as in 0.75,1.333.");
        }
    }

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
