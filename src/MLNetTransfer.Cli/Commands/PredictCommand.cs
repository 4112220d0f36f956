using System.CommandLine;
using System.Globalization;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Cli.Commands;

internal sealed class PredictCommand
{
    private readonly Argument<string> _model = CommonOptions.CreateModel();

    private readonly Argument<string[]> _inputs = new("inputs")
    {
        Description = "Pictures, folders of pictures, patterns such as 'photos/**/*.jpg', or - for a list of files on standard input.",
        HelpName = "FILE|FOLDER|PATTERN|-",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<int> _top = new("--top", "-k") { Description = "How many classes are shown, the most probable first.", DefaultValueFactory = _ => 3, HelpName = "K" };
    private readonly Option<string> _format = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.JsonLines, OutputFormat.Csv);
    private readonly Option<string?> _grid = new("--grid") { Description = "Draw the pictures with their labels into this PNG file.", HelpName = "FILE" };
    private readonly Option<string?> _reject = new("--reject")
    {
        Description = "Answer 'none of these' below this confidence; without a number, below the threshold that train stored in the model.",
        HelpName = "0..1",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int> _threads = CommonOptions.CreateThreads();
    private readonly InputOptions _input = new();
    private readonly CliContext _context;

    private PredictCommand(CliContext context) => _context = context;

    internal static Command Create(CliContext context) => new PredictCommand(context).Build();

    private VerbCommand Build()
    {
        _top.Validators.Add(result => CommonOptions.RequireAtLeast(result, 1));
        VerbCommand command = new(
            "predict",
            "Says what is in pictures.",
            ("mlnet-transfer predict runs/flowers/model.zip garden.jpg", "The most probable classes of one picture."),
            ("mlnet-transfer predict mobilenetv2 pictures/ --top 5 --grid out.png", "A pretrained network as it is, with its ImageNet classes, and a sheet of the pictures."),
            ("mlnet-transfer predict runs/flowers/model.zip pictures/ --reject", "'none of these' for pictures that the model is not sure enough of."),
            ("find . -name '*.jpg' | mlnet-transfer predict model.zip - --format jsonl", "A list of files, one JSON object a line."))
        {
            _model, _inputs, _top, _reject, _format, _grid, _threads,
        };
        _input.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
        return command;
    }

    private double? Threshold(ParseResult result, ImageClassifier classifier)
    {
        if (result.GetResult(_reject) is null)
        {
            return null;
        }

        if (result.GetValue(_reject) is not string text)
        {
            return classifier.RejectionThreshold
                ?? throw new UsageException("The model has no threshold for 'none of these': train stores one where there are 100 or more validation pictures and some confidence keeps to --max-error. Give one, as in --reject 0.7.");
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 1
            ? value
            : throw new UsageException($"--reject is '{text}'; expected 0 to 1, or nothing for the threshold of the model (then it goes last).");
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        IProgressReporter progress = _context.Progress(result);
        string[] inputs = result.GetValue(_inputs)!;
        ImageClassifierOptions options = new() { Preprocessing = _input.Read(result), Threads = result.GetValue(_threads) };
        using ImageClassifier classifier = ImageClassifier.Load(result.GetValue(_model)!, options);

        // A list on standard input may be long or endless, so it is not gathered first.
        IEnumerable<string> paths = new PictureInputs(_context.Environment.In).Expand(inputs);
        long total = 0;
        if (!inputs.Contains("-"))
        {
            string[] known = [.. paths];
            paths = known;
            total = known.Length;
        }

        double? threshold = Threshold(result, classifier);
        int top = Math.Min(result.GetValue(_top), classifier.ClassNames.Count);
        PredictionWriter writer = PredictionWriter.Create(result.GetValue(_format)!, _context.Out, top, threshold);
        PictureGrid? grid = result.GetValue(_grid) is null ? null : new PictureGrid();
        int good = 0;
        int bad = 0;
        int rejected = 0;
        using (IProgressTask task = progress.Start("Predict", total, "pictures"))
        {
            foreach (ClassificationResult item in classifier.ClassifyAll(paths, top, task, cancellationToken))
            {
                writer.Write(item);
                grid?.Add(item, threshold);
                rejected += item.IsBelow(threshold ?? 0) ? 1 : 0;
                good += item.Error is null ? 1 : 0;
                bad += item.Error is null ? 0 : 1;
            }
        }

        writer.End();
        if (result.GetValue(_grid) is string gridPath && grid is not null)
        {
            grid.Save(gridPath);
            progress.Info(grid.Describe(gridPath));
        }

        if (threshold is double least)
        {
            progress.Info(FormattableString.Invariant($"{ClassificationResult.NoneOfThese}, below {least:0.000}: {rejected} of {good} pictures."));
        }

        if (bad > 0)
        {
            progress.Warn(FormattableString.Invariant($"{bad} of {good + bad} files could not be classified; the output says why."));
        }

        return good > 0 ? ExitCode.Ok : throw new NoPicturesException(bad == 0 ? "There is nothing to classify: the list is empty." : "None of the files could be classified; the output says why.");
    }
}
