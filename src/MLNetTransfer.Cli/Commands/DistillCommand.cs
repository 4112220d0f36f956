using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Datasets;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Cli.Commands;

internal sealed class DistillCommand
{
    private readonly Argument<string[]> _pictures = new("pictures") { Description = "Pictures to look at: files, folders or patterns; what they show need not be known.", HelpName = "FILE|FOLDER|PATTERN", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _teacher = new("--teacher") { Description = "A model.zip, which gives a smaller model.zip, or a pretrained network by name or ONNX file.", Required = true, HelpName = "MODEL" };
    private readonly Option<int> _drawn = new("--drawn") { Description = "Pictures that are drawn besides: fractals, waves, leaves, clouds, solids.", DefaultValueFactory = _ => 0, HelpName = "N" };
    private readonly Option<double?> _average = new("--average") { Description = "Decay of the running average of the weights. Default 0.999.", HelpName = "X" };
    private readonly Option<bool> _noHints = new("--no-hints") { Description = "Compare the features only, not the maps inside of both networks." };
    private readonly Option<string?> _tensorBoard = CommonOptions.CreateTensorBoard();
    private readonly BackboneSwitches _common = new("--student", "backbone.onnx, history.csv, options.json and, with a model.zip as the teacher, model.zip and model.onnx", ", for both networks", 160, DistillationOptions.DefaultTraining);
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
            _pictures, _teacher, _common.Network, _common.Output, _drawn, _common.Size, _common.Epochs, _common.Batch, _common.Rate, _average, _noHints,
            _common.TimeLimit, _common.Seed, _common.Resume, _tensorBoard, _common.Threads, _common.Format,
        };
        _common.AddAugmentationTo(command);
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        FineTuningOptions training = _common.Read(result);
        DistillationOptions options = new()
        {
            Teacher = result.GetValue(_teacher)!,
            Student = result.GetValue(_common.Network)!,
            OutputFolder = result.GetValue(_common.Output)!,
            Pictures = result.GetValue(_pictures) is { Length: > 0 } given ? [.. new PictureInputs(_context.Environment.In).Expand(given)] : [],
            DrawnPictures = result.GetValue(_drawn),
            Size = result.GetValue(_common.Size),
            Hints = !result.GetValue(_noHints),
            Threads = result.GetValue(_common.Threads),
            Resumes = result.GetValue(_common.Resume),
            TensorBoardFolder = result.GetValue(_tensorBoard),
            Clock = _context.Environment.Clock,
            Training = training with { AverageDecay = result.GetValue(_average) ?? training.AverageDecay },
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
        if (result.GetValue(_common.Format) == OutputFormat.Json)
        {
            JsonOutput.Write(_context.Out, json => WriteJson(json, done, explained), indented: false);
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

    private static void WriteJson(Utf8JsonWriter json, DistillationResult done, double? explained)
    {
        json.WriteStartObject();
        json.WriteNumber("trainingPictures", done.TrainingPictures);
        json.WriteNumber("heldBackPictures", done.HeldBackPictures);
        json.WriteNumber("skipped", done.Skipped.Count);
        JsonOutput.WriteNumber(json, "explained", explained);
        json.WriteNumber("teacherParameters", done.Parameters.Teacher);
        json.WriteNumber("studentParameters", done.Parameters.Student);
        json.WriteEndObject();
    }
}
