using System.CommandLine;
using System.Globalization;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Cli.Commands;

internal sealed class PretrainCommand
{
    private readonly Option<string> _network = new("--network") { Description = $"The network that learns: {FreshArchitecture.Names}; or a pretrained one by name or ONNX file.", DefaultValueFactory = _ => "mobilenetv2-0.5-random", HelpName = "NAME|FILE" };
    private readonly Option<string> _output = new("--output", "-o") { Description = "Folder for backbone.onnx, history.csv and options.json.", Required = true, HelpName = "DIR" };
    private readonly Option<int> _classes = new("--classes") { Description = "Kinds of pictures: fractals, waves, leaves, clouds, solids.", DefaultValueFactory = _ => 1000, HelpName = "N" };
    private readonly Option<int> _each = new("--each") { Description = "Pictures of each kind.", DefaultValueFactory = _ => 20, HelpName = "N" };
    private readonly Option<int> _size = new("--size") { Description = "Side of the pictures in pixels.", DefaultValueFactory = _ => 128, HelpName = "N" };
    private readonly Option<int?> _epochs = new("--epochs") { Description = "Passes over the pictures. Default 15; more teach more.", HelpName = "N" };
    private readonly Option<int?> _batch = new("--batch") { Description = "Pictures of a training step. Default 32.", HelpName = "N" };
    private readonly Option<double?> _rate = new("--rate") { Description = "Highest learning rate. Default 2e-3.", HelpName = "X" };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<string?> _timeLimit = new("--time-limit") { Description = "No further epoch is begun after this time: minutes, or h:mm:ss. The rate falls as if there were none.", HelpName = "TIME" };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with a run that was stopped in the same output folder." };
    private readonly Option<int> _threads = CommonOptions.CreateThreads();
    private readonly Option<string> _format = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
    private readonly AugmentationSwitches _augmentation = new("--augment", "standard");
    private readonly CliContext _context;

    private PretrainCommand(CliContext context) => _context = context;

    internal static Command Create(CliContext context) => new PretrainCommand(context).Build();

    private VerbCommand Build()
    {
        VerbCommand command = new(
            "pretrain",
            "Makes a backbone without photographs: a network learns to tell apart pictures that are drawn by formulas.",
            ("mlnet-transfer pretrain --classes 1000 --each 20 --epochs 15 --output runs/drawn", "A backbone for 'train --backbone runs/drawn/backbone.onnx', with no strings attached."),
            ("mlnet-transfer pretrain --network resnet18-random --size 160 --time-limit 8:00:00 --output runs/night", "A larger network, overnight."))
        {
            _network, _output, _classes, _each, _size, _epochs, _batch, _rate, _timeLimit, _seed, _resume, _threads, _format,
        };
        _augmentation.AddTo(command, withMixing: true);
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        FineTuningOptions defaults = PretrainingOptions.DefaultTraining;
        PretrainingOptions options = new()
        {
            Network = result.GetValue(_network)!,
            OutputFolder = result.GetValue(_output)!,
            Classes = result.GetValue(_classes),
            PicturesOfEach = result.GetValue(_each),
            Size = result.GetValue(_size),
            Threads = result.GetValue(_threads),
            Resumes = result.GetValue(_resume),
            Training = defaults with
            {
                Epochs = result.GetValue(_epochs) ?? defaults.Epochs,
                BatchSize = result.GetValue(_batch) ?? defaults.BatchSize,
                Rate = result.GetValue(_rate) ?? defaults.Rate,
                TimeLimit = result.GetValue(_timeLimit) is string time ? TuningSwitches.ReadTime(time) : defaults.TimeLimit,
                Seed = unchecked((ulong)result.GetValue(_seed)),
                Augmentation = _augmentation.Read(result, defaults.Augmentation),
            },
        };
        if (options.Validate() is { Count: > 0 } problems)
        {
            throw new UsageException(string.Join('\n', problems));
        }

        PretrainingResult done = Pretraining.Run(options, _context.Progress(result), cancellationToken);
        string accuracy = done.Training.Validation?.Accuracy.ToString("0.0000", CultureInfo.InvariantCulture) ?? "";
        if (result.GetValue(_format) == OutputFormat.Json)
        {
            _context.Out.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"trainingPictures\":{done.TrainingPictures},\"heldBackPictures\":{done.HeldBackPictures},\"accuracy\":{(accuracy.Length == 0 ? "null" : accuracy)},\"parameters\":{done.Parameters}}}\n"));
            return ExitCode.Ok;
        }

        _context.Out.Write(string.Create(CultureInfo.InvariantCulture, $"Pictures    {done.TrainingPictures} of {options.Classes} kinds, {done.HeldBackPictures} held back\n"));
        _context.Out.Write(string.Create(CultureInfo.InvariantCulture, $"Parameters  {done.Parameters / 1e6:0.00} M\n"));
        _context.Out.Write($"Right       {accuracy} of the pictures held back\n");
        foreach (string file in done.Files)
        {
            _context.Out.Write($"Written     {file}\n");
        }

        return ExitCode.Ok;
    }
}
