using System.CommandLine;
using System.Globalization;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Graphs.Architectures;
using MLNetTransfer.Progress;
using MLNetTransfer.Reporting.Charts;
using MLNetTransfer.StockTraining;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Cli.Commands;

internal sealed class TrainCommand
{
    private readonly Argument<string> _folder = new("folder")
    {
        Description = "Folder with one sub-folder of pictures for each class, or with train, val and test folders with these inside.",
        HelpName = "FOLDER",
    };

    private readonly Option<string> _output = new("--output", "-o") { Description = "Folder for model.zip, model.onnx, report.html, report.md, metrics.json, history.csv, curves.svg and options.json.", Required = true, HelpName = "DIR" };
    private readonly Option<string?> _backbone = new("--backbone", "-b") { Description = $"Pretrained network: a name (see: backbones list) or an ONNX file; or one to train from nothing: {FreshArchitecture.Names}.", HelpName = "NAME|FILE" };
    private readonly Option<string?> _features = new("--features") { Description = "Node or value of the network whose output are the features; found by itself if not given.", HelpName = "NODE" };
    private readonly Option<string?> _validation = new("--validation") { Description = "Share of the pictures for validation, or a folder of them. Default 0.2 where there is no val folder.", HelpName = "SHARE|DIR" };
    private readonly Option<string?> _test = new("--test") { Description = "Share of the pictures for the test, or a folder of them. Default none.", HelpName = "SHARE|DIR" };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<string> _head = new("--head") { Description = "softmax: softmax regression to convergence; dense:N: a hidden layer of N units with dropout, by Adam.", DefaultValueFactory = _ => "softmax", HelpName = "HEAD" };
    private readonly Option<double?> _dropout = new("--dropout") { Description = "Share of the inputs of the last layer dropped in training: hidden units with --head dense:N (default 0.2), else features while the network is trained (default 0).", HelpName = "SHARE" };
    private readonly Option<int?> _epochs = new("--head-epochs") { Description = "Passes over the training features; with --head dense:N. Default 20.", HelpName = "N" };
    private readonly Option<double?> _weightDecay = new("--head-weight-decay") { Description = "L2 penalty of the softmax regression; chosen on the validation pictures if not given.", HelpName = "X" };
    private readonly Option<string?> _cache = new("--cache") { Description = "Folder of the feature cache.", HelpName = "DIR" };
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "Keep no features for the next run." };
    private readonly Option<string> _zipInput = CommonOptions.CreateZipInput();
    private readonly Option<string?> _tensorBoard = CommonOptions.CreateTensorBoard();
    private readonly Option<int> _threads = CommonOptions.CreateThreads();
    private readonly Option<bool> _noCalibration = new("--no-calibration") { Description = "Leave the probabilities as they are trained; otherwise a temperature is fitted on the validation pictures where there are 100 or more." };
    private readonly Option<double?> _maximumError = CommonOptions.CreateMaximumError("How often answers may be wrong, by which the model's threshold for 'none of these' is chosen on the validation pictures. Default 0.05.");
    private readonly QualityGate _gate = new();
    private readonly Option<string> _format = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
    private readonly InputOptions _input = new();
    private readonly TuningSwitches _tuning = new();
    private readonly StockSwitches _stock = new();
    private readonly CliContext _context;

    private TrainCommand(CliContext context) => _context = context;

    internal static Command Create(CliContext context) => new TrainCommand(context).Build();

    internal static Command CreateSearch(CliContext context) => new TrainCommand(context).BuildSearch();

    private VerbCommand Build()
    {
        VerbCommand command = new(
            "train",
            "Trains a classifier on a folder of labelled pictures: a new head on the features of a pretrained network, then the network itself.",
            ("mlnet-transfer train datasets/shapes --output runs/shapes", "Train on the set that ships; needs no network."),
            ("mlnet-transfer train flowers/train --test flowers/val --backbone mobilenetv2 --output runs/flowers", "Features of MobileNetV2, evaluated on a folder of its own."),
            ("mlnet-transfer train photos --validation 0.2 --test 0.1 --seed 7 --head dense:128 --output runs/photos", "Shares for validation and test, and a hidden layer."),
            ("mlnet-transfer train photos --trainer mlnet --arch mobilenet-v2 --then full --output runs/both", "ML.NET's own trainer, then the whole network by this program; both results."))
        {
            _folder, _output, _backbone, _features, _validation, _test, _seed, _head, _dropout, _epochs, _weightDecay,
        };
        _tuning.AddTo(command);
        _input.AddTo(command);
        _stock.AddTo(command);
        foreach (Option option in (Option[])[_noCalibration, _maximumError, _zipInput, _cache, _noCache, _tensorBoard, _threads, .. _gate.TrainingOptions, _format])
        {
            command.Options.Add(option);
        }

        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
        return command;
    }

    // The same options, for a search that trains nothing for good.
    private VerbCommand BuildSearch()
    {
        Option<string?> plot = new("--plot") { Description = "File for the plot of the loss by the rate, an SVG.", HelpName = "FILE" };
        Option<int> steps = new("--steps") { Description = "Rates to try, one a step.", DefaultValueFactory = _ => 100, HelpName = "N" };
        Option<double> lowest = new("--lowest") { Description = "First rate.", DefaultValueFactory = _ => 1e-6, HelpName = "X" };
        Option<double> highest = new("--highest") { Description = "Last rate.", DefaultValueFactory = _ => 1, HelpName = "X" };
        VerbCommand command = new(
            "lr-find",
            "Tries rising learning rates on the network that 'train' would train, and proposes one for --rate.",
            ("mlnet-transfer lr-find flowers/train --backbone mobilenetv2 --plot rates.svg", "A rate for full fine-tuning, with its plot."),
            ("mlnet-transfer lr-find photos --backbone mobilenetv2 --mode partial --unfreeze 0.3 --optimizer sgd", "A rate for the top of the network by SGD."))
        {
            _folder, plot, steps, lowest, highest, _backbone, _features, _validation, _seed,
        };
        _tuning.AddTo(command);
        _input.AddTo(command);
        foreach (Option option in new Option[] { _cache, _noCache, _threads })
        {
            command.Options.Add(option);
        }

        command.SetAction((result, cancellationToken) => Task.FromResult(Search(
            result, result.GetValue(plot), result.GetValue(steps), result.GetValue(lowest), result.GetValue(highest), cancellationToken)));
        return command;
    }

    private int Search(ParseResult result, string? plot, int steps, double lowest, double highest, CancellationToken cancellationToken)
    {
        if (steps < 10 || !(lowest > 0 && highest > lowest && double.IsFinite(highest)))
        {
            throw new UsageException("--steps must be at least 10, and --lowest and --highest a range above 0 that rises.");
        }

        TransferOptions options = ReadOptions(result) with { OutputFolder = "unused" };
        if (options.Validate() is { Count: > 0 } problems)
        {
            throw new UsageException(string.Join('\n', problems));
        }

        LearningRateSearch search = TransferLearning.FindLearningRate(options, steps, lowest, highest, _context.Progress(result), cancellationToken);
        TableWriter table = new(">RATE", ">LOSS", ">SMOOTHED");
        foreach (RateTrial trial in search.Trials)
        {
            table.Add(Text(trial.Rate, "0.00e+0"), Text(trial.Loss, "0.0000"), Text(trial.SmoothedLoss, "0.0000"));
        }

        table.WriteTo(_context.Out);
        if (search.Suggestion is double suggestion)
        {
            _context.Out.Write($"\nSuggestion  --rate {Text(suggestion, "0.0e+0")}\n");
        }

        if (plot is not null)
        {
            ChartPoint[] points = [.. search.Trials.Select(trial => new ChartPoint(trial.Rate, trial.SmoothedLoss))];
            File.WriteAllText(plot, SvgChart.ToFile(TrainingCharts.LearningRates(points, search.Suggestion)));
        }

        return ExitCode.Ok;
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        StockTrainingOptions? stock = _stock.Read(result);
        TransferOptions options = ReadOptions(result);
        IReadOnlyList<string> problems = [.. options.Validate(), .. stock?.Validate() ?? []];
        if (problems.Count > 0)
        {
            throw new UsageException(string.Join('\n', problems));
        }

        QualityBounds bounds = _gate.Read(result);
        IProgressReporter progress = _context.Progress(result);
        if (stock is not null)
        {
            return RunStock(result, options, stock, bounds, progress, cancellationToken);
        }

        TransferResult trained = TransferLearning.Train(options, progress, cancellationToken);
        foreach (string notice in trained.Notices)
        {
            progress.Info(notice);
        }

        EvaluationReport? report = trained.Test ?? trained.Validation;
        if (result.GetValue(_format) == OutputFormat.Json)
        {
            _context.Out.Write((report?.ToJson() ?? "null") + "\n");
        }
        else
        {
            TrainSummary.Write(_context.Out, trained, result.GetValue(_context.Verbose));
        }

        return QualityGate.Check(_context, report, bounds);
    }

    private int RunStock(ParseResult result, TransferOptions options, StockTrainingOptions stock, QualityBounds bounds, IProgressReporter progress, CancellationToken cancellationToken)
    {
        StockLearningResult learnt = StockLearning.Train(options, stock, _stock.Then(result) is not null, _context.Environment.StockTrainer(), progress, cancellationToken);
        EvaluationReport? report = learnt.Retrained is { } retrained ? retrained.Test ?? retrained.Validation : learnt.Test ?? learnt.Validation;
        if (result.GetValue(_format) == OutputFormat.Json)
        {
            _context.Out.Write((report?.ToJson() ?? "null") + "\n");
        }
        else
        {
            StockSummary.Write(_context.Out, learnt, result.GetValue(_context.Verbose));
        }

        return QualityGate.Check(_context, report, bounds);
    }

    private TransferOptions ReadOptions(ParseResult result)
    {
        (double? validationShare, string? validationFolder) = ReadShareOrFolder(result.GetValue(_validation));
        (double? testShare, string? testFolder) = ReadShareOrFolder(result.GetValue(_test));
        int? hiddenUnits = ReadHead(result.GetValue(_head)!);
        if (hiddenUnits is null && result.GetValue(_epochs) is not null)
        {
            throw new UsageException("--head-epochs belongs to a hidden layer; give --head dense:N with it, such as --head dense:128.");
        }

        TransferOptions defaults = new() { TrainFolder = result.GetValue(_folder)!, OutputFolder = result.GetValue(_output) ?? "" };
        TransferOptions options = _tuning.Read(result, _stock.Then(result), defaults with
        {
            ValidationFolder = validationFolder,
            ValidationShare = validationShare ?? (validationFolder is null ? defaults.ValidationShare : 0),
            TestFolder = testFolder,
            TestShare = testShare ?? 0,
            Seed = result.GetValue(_seed),
            Backbone = result.GetValue(_backbone),
            FeatureNode = result.GetValue(_features),
            Preprocessing = _input.Read(result),
            HiddenUnits = hiddenUnits,
            Dropout = result.GetValue(_dropout) ?? defaults.Dropout,
            HeadEpochs = result.GetValue(_epochs) ?? defaults.HeadEpochs,
            WeightDecay = result.GetValue(_weightDecay),
            Calibrates = !result.GetValue(_noCalibration),
            MaximumErrorRate = result.GetValue(_maximumError) ?? defaults.MaximumErrorRate,
            ZipInput = CommonOptions.ReadZipInput(result.GetValue(_zipInput) ?? "path"),
            CacheFolder = result.GetValue(_cache),
            UseCache = !result.GetValue(_noCache),
            Command = CommandLineText.Of("mlnet-transfer", result.Tokens.Select(token => token.Value)),
            TensorBoardFolder = result.GetValue(_tensorBoard),
            Clock = _context.Environment.Clock,
            Threads = result.GetValue(_threads),
        });
        if (hiddenUnits is null && result.GetValue(_dropout) is not null && options.Mode == TrainingMode.Head)
        {
            throw new UsageException("--dropout has nothing to drop: a softmax regression on fixed features has no hidden layer. Give --head dense:N, such as --head dense:128, or train the network too.");
        }

        double dropout = result.GetValue(_dropout) ?? (hiddenUnits is null ? 0 : defaults.Dropout);
        return options with { FineTuning = options.FineTuning! with { Dropout = dropout } };
    }

    // A folder goes before a number of the same name.
    private static (double? Share, string? Folder) ReadShareOrFolder(string? text)
    {
        if (text is null)
        {
            return (null, null);
        }

        return !Directory.Exists(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) ? (share, null) : (null, text);
    }

    private static int? ReadHead(string head)
    {
        if (head == "softmax")
        {
            return null;
        }

        return head.StartsWith("dense:", StringComparison.Ordinal) && int.TryParse(head["dense:".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int units)
            ? units
            : throw new UsageException($"--head is '{head}'; expected softmax or dense:N, such as dense:128.");
    }
}
