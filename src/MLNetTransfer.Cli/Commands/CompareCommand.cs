using System.CommandLine;
using System.Globalization;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Cli.Commands;

internal sealed class CompareCommand
{
    private readonly Argument<string> _first = new("a") { Description = "The first model: a model.zip or model.onnx, an ONNX classifier, or the name of a network.", HelpName = "A" };
    private readonly Argument<string> _second = new("b") { Description = "The second model, likewise. Both must know the classes of the folder; their order may differ.", HelpName = "B" };
    private readonly Argument<string> _folder = new("folder") { Description = "Folder with one sub-folder of pictures for each class.", HelpName = "FOLDER" };
    private readonly Option<string> _format = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
    private readonly Option<string?> _differences = new("--differences") { Description = "Write the pictures with different answers into this CSV file.", HelpName = "FILE" };
    private readonly Option<string?> _grid = new("--grid") { Description = "Draw the pictures with different answers into this PNG file.", HelpName = "FILE" };
    private readonly Option<double?> _minimumGain = QualityGate.Share("--min-gain", "End with exit code 4 unless the 95 % interval of the accuracy of B less that of A lies above this; 0 asks that B be better.");
    private readonly Option<double?> _noWorse = QualityGate.Share("--no-worse", "End with exit code 4 unless that interval lies above minus this: that B loses less than so much is shown.");
    private readonly Option<int> _threads = CommonOptions.CreateThreads();
    private readonly InputOptions _input = new();
    private readonly CliContext _context;

    private CompareCommand(CliContext context) => _context = context;

    internal static Command Create(CliContext context) => new CompareCommand(context).Build();

    private VerbCommand Build()
    {
        VerbCommand command = new(
            "compare",
            "Compares two models on the same labelled pictures, and says whether the difference could be chance.",
            ("mlnet-transfer compare runs/old/model.zip runs/new/model.zip flowers/val", "Both accuracies, their difference with its interval, McNemar's test, and where they differ."),
            ("mlnet-transfer compare old.zip new.zip val --no-worse 0.01", "Exit code 4 unless it is shown that the new one loses less than one point."),
            ("mlnet-transfer compare model.onnx model-int8.onnx val --differences changed.csv --grid changed.png", "What 8 bits changed, as a list and as a sheet of pictures."))
        {
            _first, _second, _folder, _format, _differences, _grid, _minimumGain, _noWorse, _threads,
        };
        _input.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        IProgressReporter progress = _context.Progress(result);
        ImageClassifierOptions options = new() { Preprocessing = _input.Read(result), Threads = result.GetValue(_threads) };
        using ImageClassifier first = ImageClassifier.Load(result.GetValue(_first)!, options);
        using ImageClassifier second = ImageClassifier.Load(result.GetValue(_second)!, options);
        ImageDataset dataset = ModelComparison.Scan(first, second, result.GetValue(_folder)!);
        foreach (string warning in dataset.Warnings)
        {
            progress.Warn(warning);
        }

        ModelComparison comparison = ModelComparison.Run(first, second, dataset, progress, cancellationToken);
        if (result.GetValue(_differences) is string file)
        {
            OutputFile.Write(file, writer => ComparisonOutput.WriteCsv(writer, comparison));
            progress.Info(FormattableString.Invariant($"Wrote {comparison.Differences.Count} pictures into {file}."));
        }

        if (result.GetValue(_grid) is string gridPath)
        {
            DrawGrid(comparison, gridPath, progress);
        }

        if (result.GetValue(_format) == OutputFormat.Json)
        {
            JsonOutput.Write(_context.Out, json => ComparisonOutput.WriteJson(json, comparison));
        }
        else
        {
            ComparisonOutput.WriteTable(_context.Out, comparison, result.GetValue(_first)!, result.GetValue(_second)!, result.GetValue(_context.Verbose));
        }

        return Check(comparison.DifferenceInterval, result.GetValue(_minimumGain), result.GetValue(_noWorse));
    }

    private static void DrawGrid(ModelComparison comparison, string path, IProgressReporter progress)
    {
        if (comparison.Differences.Count == 0)
        {
            progress.Warn($"The models give the same answers; {path} was not drawn.");
            return;
        }

        PictureGrid grid = new(lines: 3);
        foreach (ComparedPicture picture in comparison.Differences)
        {
            grid.Add(
                picture.Path,
                (picture.Actual, PictureGrid.Ink),
                (Answer("A", picture.First), picture.FirstIsRight ? PictureGrid.Right : PictureGrid.Wrong),
                (Answer("B", picture.Second), picture.SecondIsRight ? PictureGrid.Right : PictureGrid.Wrong));
        }

        grid.Save(path);
        progress.Info(grid.Describe(path));
    }

    private static string Answer(string model, LabelProbability answer) => string.Create(CultureInfo.InvariantCulture, $"{model} {100 * answer.Probability:0}% {answer.Label}");

    private int Check(ConfidenceInterval interval, double? minimumGain, double? noWorse)
    {
        int exitCode = ExitCode.Ok;
        if (minimumGain is double gain && !(interval.Low > gain))
        {
            _context.Environment.Error.WriteLine(FormattableString.Invariant($"error: The gain of B may be as little as {interval.Low:0.0000} (lower end of the 95 % interval), not above the {gain} that --min-gain asks for."));
            exitCode = ExitCode.QualityGate;
        }

        if (noWorse is double margin && !(interval.Low > -margin))
        {
            _context.Environment.Error.WriteLine(FormattableString.Invariant($"error: B may lose as much as {-interval.Low:0.0000} (lower end of the 95 % interval), not less than the {margin} that --no-worse allows."));
            exitCode = ExitCode.QualityGate;
        }

        return exitCode;
    }
}
