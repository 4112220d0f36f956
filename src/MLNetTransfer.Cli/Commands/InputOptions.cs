using System.CommandLine;
using System.Globalization;
using MLNetTransfer.Datasets;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Cli.Commands;

// The options that say what the input of a network is.
internal sealed class InputOptions
{
    private readonly Option<string?> _mode = new("--preprocess") { Description = "How the network expects pixels: torch, tf, caffe, unit or raw.", HelpName = "MODE" };
    private readonly Option<string?> _mean = new("--mean") { Description = "Mean to subtract, for red, green, blue; on 0..1 when no value passes 1, else on 0..255.", HelpName = "R,G,B" };
    private readonly Option<string?> _deviation = new("--std") { Description = "Deviation to divide by, for red, green, blue; scale as for --mean.", HelpName = "R,G,B" };
    private readonly Option<int?> _size = new("--size") { Description = "Length of the shorter side after resizing, in pixels.", HelpName = "PIXELS" };
    private readonly Option<int?> _crop = new("--crop") { Description = "Side of the centre square that the network sees, in pixels.", HelpName = "PIXELS" };
    private readonly Option<string?> _filter = new("--filter") { Description = "Filter of the resize: bilinear or bicubic.", HelpName = "FILTER" };

    internal void AddTo(Command command)
    {
        _mode.AcceptOnlyFromAmong([.. PreprocessingOptions.Modes]);
        _filter.AcceptOnlyFromAmong([.. Enum.GetNames<ResizeFilter>().Select(name => name.ToLowerInvariant())]);
        foreach (Option option in new Option[] { _mode, _mean, _deviation, _size, _crop, _filter })
        {
            command.Options.Add(option);
        }
    }

    internal PreprocessingOptions Read(ParseResult result)
    {
        PreprocessingOptions options = new()
        {
            Mode = result.GetValue(_mode),
            Mean = ReadNumbers("--mean", result.GetValue(_mean)),
            Deviation = ReadNumbers("--std", result.GetValue(_deviation)),
            Size = result.GetValue(_size),
            Crop = result.GetValue(_crop),
            Filter = result.GetValue(_filter) is string filter ? Enum.Parse<ResizeFilter>(filter, ignoreCase: true) : null,
        };
        return options.Validate() is { Count: > 0 } problems ? throw new UsageException(string.Join('\n', problems)) : options;
    }

    private static float[]? ReadNumbers(string option, string? text)
    {
        if (text is null)
        {
            return null;
        }

        string[] parts = text.Split(',');
        float[] numbers = new float[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                throw new UsageException($"{option} is '{text}'; expected three numbers for red, green and blue, as in 0.485,0.456,0.406.");
            }
        }

        return numbers;
    }
}
