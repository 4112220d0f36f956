using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MLNetTransfer.Cli.Output;

namespace MLNetTransfer.Cli.Commands;

internal sealed class PretrainCommand
{
    private readonly Option<int> _classes = new("--classes") { Description = "Kinds of pictures: fractals, waves, leaves, clouds, solids.", DefaultValueFactory = _ => 1000, HelpName = "N" };
    private readonly Option<int> _each = new("--each") { Description = "Pictures of each kind.", DefaultValueFactory = _ => 20, HelpName = "N" };
    private readonly BackboneSwitches _common = new("--network", "backbone.onnx, history.csv and options.json", "", 128, PretrainingOptions.DefaultTraining);
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
            _common.Network, _common.Output, _classes, _each, _common.Size, _common.Epochs, _common.Batch, _common.Rate,
            _common.TimeLimit, _common.Seed, _common.Resume, _common.Threads, _common.Format,
        };
        _common.AddAugmentationTo(command);
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        PretrainingOptions options = new()
        {
            Network = result.GetValue(_common.Network)!,
            OutputFolder = result.GetValue(_common.Output)!,
            Classes = result.GetValue(_classes),
            PicturesOfEach = result.GetValue(_each),
            Size = result.GetValue(_common.Size),
            Threads = result.GetValue(_common.Threads),
            Resumes = result.GetValue(_common.Resume),
            Training = _common.Read(result),
        };
        if (options.Validate() is { Count: > 0 } problems)
        {
            throw new UsageException(string.Join('\n', problems));
        }

        PretrainingResult done = Pretraining.Run(options, _context.Progress(result), cancellationToken);
        double? accuracy = done.Training.Validation?.Accuracy;
        if (result.GetValue(_common.Format) == OutputFormat.Json)
        {
            JsonOutput.Write(_context.Out, json => WriteJson(json, done, accuracy), indented: false);
            return ExitCode.Ok;
        }

        _context.Out.Write(string.Create(CultureInfo.InvariantCulture, $"Pictures    {done.TrainingPictures} of {options.Classes} kinds, {done.HeldBackPictures} held back\n"));
        _context.Out.Write(string.Create(CultureInfo.InvariantCulture, $"Parameters  {done.Parameters / 1e6:0.00} M\n"));
        _context.Out.Write(string.Create(CultureInfo.InvariantCulture, $"Right       {accuracy:0.0000} of the pictures held back\n"));
        foreach (string file in done.Files)
        {
            _context.Out.Write($"Written     {file}\n");
        }

        return ExitCode.Ok;
    }

    private static void WriteJson(Utf8JsonWriter json, PretrainingResult done, double? accuracy)
    {
        json.WriteStartObject();
        json.WriteNumber("trainingPictures", done.TrainingPictures);
        json.WriteNumber("heldBackPictures", done.HeldBackPictures);
        JsonOutput.WriteNumber(json, "accuracy", accuracy);
        json.WriteNumber("parameters", done.Parameters);
        json.WriteEndObject();
    }
}
