using System.CommandLine;
using System.Globalization;
using MLNetTransfer.Datasets.Augmentation;

namespace MLNetTransfer.Cli.Commands;

// The options that say how training pictures are changed at random: a preset, and single switches that are laid over it.
internal sealed class AugmentationSwitches
{
    private const string Off = "off";
    private const string On = "on";

    private readonly Option<string?> _preset;
    private readonly Option<string?> _crop = new("--random-crop") { Description = "Share of the area that random crops take, or off for the centre crop.", HelpName = "MIN,MAX|off" };
    private readonly Option<string?> _ratio = new("--crop-ratio") { Description = "Width divided by height of random crops.", HelpName = "MIN,MAX" };
    private readonly Option<double?> _horizontal = new("--horizontal-flip") { Description = "Probability of swapping left and right.", HelpName = "0..1" };
    private readonly Option<double?> _vertical = new("--vertical-flip") { Description = "Probability of swapping top and bottom.", HelpName = "0..1" };
    private readonly Option<double?> _rotation = new("--rotation") { Description = "Largest rotation to either side, in degrees.", HelpName = "0..180" };
    private readonly Option<double?> _brightness = new("--brightness") { Description = "Brightness times 1-X to 1+X.", HelpName = "0..1" };
    private readonly Option<double?> _contrast = new("--contrast") { Description = "Contrast times 1-X to 1+X.", HelpName = "0..1" };
    private readonly Option<double?> _saturation = new("--saturation") { Description = "Saturation times 1-X to 1+X.", HelpName = "0..1" };
    private readonly Option<double?> _hue = new("--hue") { Description = "Hue turned by up to this share of the colour circle.", HelpName = "0..0.5" };
    private readonly Option<string?> _trivial = new("--trivial-augment") { Description = "One of 14 operations of random strength for each picture: on or off.", HelpName = "on|off" };
    private readonly Option<double?> _erasing = new("--erasing") { Description = "Probability of covering a rectangle.", HelpName = "0..1" };
    private readonly Option<string?> _edge = new("--edge") { Description = "What shows beyond the edge of a turned picture: reflect or black.", HelpName = "FILL" };
    private readonly Option<double?> _mixup = new("--mixup") { Description = "Alpha of mixup, which blends pictures of a batch; 0 for none, usual 0.2.", HelpName = "0..10" };
    private readonly Option<double?> _cutmix = new("--cutmix") { Description = "Alpha of CutMix, which pastes pictures of a batch into others; 0 for none, usual 1.", HelpName = "0..10" };

    // The name of the option for the preset, and what holds without it, in words.
    internal AugmentationSwitches(string presetOption, string defaultPreset) =>
        _preset = new Option<string?>(presetOption) { Description = $"How training pictures are changed at random: none, light, standard or strong. Default {defaultPreset}.", HelpName = "PRESET" };

    // Mixing works on batches, so that a command for single pictures does not have its switches.
    internal void AddTo(Command command, bool withMixing)
    {
        _preset.AcceptOnlyFromAmong(Names<AugmentationPreset>());
        _edge.AcceptOnlyFromAmong(Names<AugmentationFill>());
        _trivial.AcceptOnlyFromAmong(On, Off);
        Option[] single = [_preset, _crop, _ratio, _horizontal, _vertical, _rotation, _brightness, _contrast, _saturation, _hue, _trivial, _erasing, _edge];
        foreach (Option option in withMixing ? [.. single, _mixup, _cutmix] : single)
        {
            command.Options.Add(option);
        }
    }

    // What was said, laid over the preset that was named, or over the defaults.
    internal AugmentationOptions Read(ParseResult result, AugmentationOptions defaults)
    {
        AugmentationOptions preset = result.GetValue(_preset) is string name ? AugmentationOptions.From(Enum.Parse<AugmentationPreset>(name, ignoreCase: true)) : defaults;
        AugmentationOptions options = preset with
        {
            CropScale = result.GetValue(_crop) switch
            {
                null => preset.CropScale,
                Off => null,
                string text => ReadRange("--random-crop", text, "0.5,1, or off"),
            },
            CropRatio = result.GetValue(_ratio) is string ratio ? ReadRange("--crop-ratio", ratio, "0.75,1.333") : preset.CropRatio,
            HorizontalFlip = result.GetValue(_horizontal) ?? preset.HorizontalFlip,
            VerticalFlip = result.GetValue(_vertical) ?? preset.VerticalFlip,
            Rotation = result.GetValue(_rotation) ?? preset.Rotation,
            Brightness = result.GetValue(_brightness) ?? preset.Brightness,
            Contrast = result.GetValue(_contrast) ?? preset.Contrast,
            Saturation = result.GetValue(_saturation) ?? preset.Saturation,
            Hue = result.GetValue(_hue) ?? preset.Hue,
            TrivialAugment = result.GetValue(_trivial) is string trivial ? trivial == On : preset.TrivialAugment,
            Erasing = result.GetValue(_erasing) ?? preset.Erasing,
            Fill = result.GetValue(_edge) is string edge ? Enum.Parse<AugmentationFill>(edge, ignoreCase: true) : preset.Fill,
            Mixup = result.GetValue(_mixup) ?? preset.Mixup,
            Cutmix = result.GetValue(_cutmix) ?? preset.Cutmix,
        };
        return options.Validate() is { Count: > 0 } problems ? throw new UsageException(string.Join('\n', problems)) : options;
    }

    private static string[] Names<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    private static ValueRange ReadRange(string option, string text, string example)
    {
        string[] parts = text.Split(',');
        return parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double minimum)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double maximum)
            ? new ValueRange(minimum, maximum)
            : throw new UsageException($"{option} is '{text}'; expected two numbers, the smaller first, as in {example}.");
    }
}
