using System.CommandLine;
using System.Globalization;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Cli.Commands;

internal sealed class DistillCommand
{
    private readonly Argument<string[]> _pictures = new("pictures") { Description = "Pictures to look at: files, folders or patterns; what they show need not be known.", HelpName = "FILE|FOLDER|PATTERN", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _teacher = new("--teacher") { Description = "A model.zip, which gives a smaller model.zip, or a pretrained network by name or ONNX file.", Required = true, HelpName = "MODEL" };
    private readonly Option<string> _student = new("--student") { Description = $"The network that learns: {FreshArchitecture.Names}; or a pretrained one by name or ONNX file.", DefaultValueFactory = _ => "mobilenetv2-0.5-random", HelpName = "NAME|FILE" };
    private readonly Option<string> _output = new("--output", "-o") { Description = "Folder for backbone.onnx, history.csv, options.json and, with a model.zip as the teacher, model.zip and model.onnx.", Required = true, HelpName = "DIR" };
    private readonly Option<int> _drawn = new("--drawn") { Description = "Pictures that are drawn besides: fractals, waves, leaves, clouds, solids.", DefaultValueFactory = _ => 0, HelpName = "N" };
    private readonly Option<int> _size = new("--size") { Description = "Side of the pictures in pixels, for both networks.", DefaultValueFactory = _ => 160, HelpName = "N" };
    private readonly Option<int?> _epochs = new("--epochs") { Description = "Passes over the pictures. Default 30; more teach more.", HelpName = "N" };
    private readonly Option<int?> _batch = new("--batch") { Description = "Pictures of a training step. Default 32.", HelpName = "N" };
    private readonly Option<double?> _rate = new("--rate") { Description = "Highest learning rate. Default 2e-3.", HelpName = "X" };
    private readonly Option<double?> _average = new("--average") { Description = "Decay of the running average of the weights. Default 0.999.", HelpName = "X" };
    private readonly Option<bool> _noHints = new("--no-hints") { Description = "Compare the features only, not the maps inside of both networks." };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<string?> _timeLimit = new("--time-limit") { Description = "No further epoch is begun after this time: minutes, or h:mm:ss. The rate falls as if there were none.", HelpName = "TIME" };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with a run that was stopped in the same output folder." };
    private readonly Option<string?> _tensorBoard = CommonOptions.CreateTensorBoard();
    private readonly Option<int> _threads = CommonOptions.CreateThreads();
    private readonly Option<string> _format = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
    private readonly AugmentationSwitches _augmentation = new("--augment", "standard");
    private readonly CliContext _context;

    private DistillCommand(CliContext context) => _context = context;

    internal static Command Create(CliContext context) => new DistillCommand(context).Build();

    private VerbCommand Build()
    {
        VerbCommand command = new(
            "distill",
            "Makes a small network answer as a large one does: the student learns the features of the teacher from pictures without labels.",
            ("mlnet-transfer distill photos --teacher runs/big/model.zip --student mobilenetv2-0.35-random --output runs/small", "A smaller, faster model.zip with the same classes."),
            ("mlnet-transfer distill photos --teacher mobilenetv2 --drawn 6000 --size 160 --epochs 60 --output runs/backbone", "A backbone for 'train --backbone runs/backbone/backbone.onnx'."))
        {
            _pictures, _teacher, _student, _output, _drawn, _size, _epochs, _batch, _rate, _average, _noHints, _timeLimit, _seed, _resume, _tensorBoard, _threads, _format,
        };
        _augmentation.AddTo(command, withMixing: true);
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        FineTuningOptions defaults = DistillationOptions.DefaultTraining;
        DistillationOptions options = new()
        {
            Teacher = result.GetValue(_teacher)!,
            Student = result.GetValue(_student)!,
            OutputFolder = result.GetValue(_output)!,
            Pictures = result.GetValue(_pictures) is { Length: > 0 } given ? [.. new PictureInputs(_context.Environment.In).Expand(given)] : [],
            DrawnPictures = result.GetValue(_drawn),
            Size = result.GetValue(_size),
            Hints = !result.GetValue(_noHints),
            Threads = result.GetValue(_threads),
            Resumes = result.GetValue(_resume),
            TensorBoardFolder = result.GetValue(_tensorBoard),
            Clock = _context.Environment.Clock,
            Training = defaults with
            {
                Epochs = result.GetValue(_epochs) ?? defaults.Epochs,
                BatchSize = result.GetValue(_batch) ?? defaults.BatchSize,
                Rate = result.GetValue(_rate) ?? defaults.Rate,
                AverageDecay = result.GetValue(_average) ?? defaults.AverageDecay,
                TimeLimit = result.GetValue(_timeLimit) is string time ? TuningSwitches.ReadTime(time) : defaults.TimeLimit,
                Seed = unchecked((ulong)result.GetValue(_seed)),
                Augmentation = _augmentation.Read(result, defaults.Augmentation),
            },
        };
        if (options.Validate() is { Count: > 0 } problems)
        {
            throw new UsageException(string.Join('\n', problems));
        }

        DistillationResult done = Distillation.Run(options, _context.Progress(result), cancellationToken);
        foreach (SkippedPicture skipped in done.Skipped)
        {
            _context.Environment.Error.Write($"skipped {skipped.Path}: {skipped.Reason}\n");
        }

        Report(result, done);
        return ExitCode.Ok;
    }

    private void Report(ParseResult result, DistillationResult done)
    {
        double? explained = done.Training.Validation?.Accuracy;
        if (result.GetValue(_format) == OutputFormat.Json)
        {
            _context.Out.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"trainingPictures\":{done.TrainingPictures},\"heldBackPictures\":{done.HeldBackPictures},\"skipped\":{done.Skipped.Count},\"explained\":{(explained is double share ? share.ToString("R", CultureInfo.InvariantCulture) : "null")},\"teacherParameters\":{done.Parameters.Teacher},\"studentParameters\":{done.Parameters.Student}}}\n"));
            return;
        }

        _context.Out.Write(string.Create(CultureInfo.InvariantCulture, $"Pictures    {done.TrainingPictures}, {done.HeldBackPictures} held back, {done.Skipped.Count} skipped\n"));
        _context.Out.Write(string.Create(CultureInfo.InvariantCulture, $"Parameters  {done.Parameters.Student / 1e6:0.00} M; the teacher has {done.Parameters.Teacher / 1e6:0.00} M\n"));
        if (explained is double value)
        {
            _context.Out.Write(string.Create(CultureInfo.InvariantCulture, $"Explained   {value:0.0000} of the variance of the teacher's features, on the pictures held back\n"));
        }

        foreach (string file in done.Files)
        {
            _context.Out.Write($"Written     {file}\n");
        }
    }
}
