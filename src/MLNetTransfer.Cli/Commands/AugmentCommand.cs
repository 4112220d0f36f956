using System.CommandLine;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Datasets;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Cli.Commands;

internal sealed class AugmentCommand
{
    private readonly Argument<string> _picture = new("picture") { Description = "A picture file.", HelpName = "PICTURE" };
    private readonly Option<string> _grid = new("--grid") { Description = "Draw the variants into this PNG file.", HelpName = "FILE", Required = true };
    private readonly Option<int> _count = new("--count") { Description = "How many variants are drawn.", DefaultValueFactory = _ => 9, HelpName = "N" };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly InputOptions _input = new();
    private readonly AugmentationSwitches _switches = new("--preset", "standard");
    private readonly CliContext _context;

    private AugmentCommand(CliContext context) => _context = context;

    internal static Command Create(CliContext context) => new AugmentCommand(context).Build();

    private VerbCommand Build()
    {
        _count.Validators.Add(result => CommonOptions.RequireAtLeast(result, 1));
        VerbCommand command = new(
            "augment",
            "Draws variants of a picture as training sees them, to judge how much augmentation is good.",
            ("mlnet-transfer augment rose.jpg --grid out.png", "Nine variants with the preset standard."),
            ("mlnet-transfer augment rose.jpg --grid out.png --preset strong --count 16 --seed 7", "Sixteen variants with the preset strong, others than with another seed."),
            ("mlnet-transfer augment rose.jpg --grid out.png --preset none --rotation 36 --horizontal-flip 0.5", "Nothing but flips and rotations."))
        {
            _picture, _grid, _count, _seed,
        };
        _switches.AddTo(command, withMixing: false);
        _input.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult result)
    {
        int count = result.GetValue(_count);
        if (count > AugmentationPreview.MostVariants)
        {
            throw new UsageException(FormattableString.Invariant($"--count is {count}; expected at most {AugmentationPreview.MostVariants}."));
        }

        AugmentationOptions options = _switches.Read(result, AugmentationOptions.Standard);
        Preprocessing preprocessing = _input.Read(result).ApplyTo(Preprocessing.Torch);
        string picture = result.GetValue(_picture)!;
        IReadOnlyList<Image> variants = AugmentationPreview.Create(picture, options, preprocessing, count, (ulong)result.GetValue(_seed));
        string grid = result.GetValue(_grid)!;
        PictureSheet.Save(PictureSheet.Draw(variants), grid);
        _context.Progress(result).Info(FormattableString.Invariant($"Drew {count} {(count == 1 ? "variant" : "variants")} of {picture} into {grid}: {options.Describe()}."));
        return ExitCode.Ok;
    }
}
