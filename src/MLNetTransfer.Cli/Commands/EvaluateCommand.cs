using System.CommandLine;
using System.Globalization;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Cli.Commands;

internal sealed class EvaluateCommand
{
    private readonly Argument<string> _model = CommonOptions.CreateModel();
    private readonly Argument<string> _folder = new("folder") { Description = "Folder with one sub-folder of pictures for each class.", HelpName = "FOLDER" };
    private readonly Option<string> _format = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
    private readonly Option<int> _top = new("--top", "-k") { Description = "How many of the most probable classes count for 'Top K' and --min-top-k.", DefaultValueFactory = _ => 5, HelpName = "K" };
    private readonly Option<double?> _maximumError = CommonOptions.CreateMaximumError("How often answers may be wrong, by which a threshold for 'none of these' is looked for. Default 0.05.");
    private readonly Option<string?> _predictions = new("--predictions") { Description = "Write a line for each picture into this CSV file.", HelpName = "FILE" };
    private readonly Option<string?> _report = new("--report") { Description = "Write a report with tables, plots and the most wrong pictures: a page, or Markdown if the name ends in .md.", HelpName = "FILE" };
    private readonly QualityGate _gate = new();
    private readonly Option<int> _threads = CommonOptions.CreateThreads();
    private readonly InputOptions _input = new();
    private readonly CliContext _context;

    private EvaluateCommand(CliContext context) => _context = context;

    internal static Command Create(CliContext context) => new EvaluateCommand(context).Build();

    private VerbCommand Build()
    {
        _top.Validators.Add(result => CommonOptions.RequireAtLeast(result, 1));
        VerbCommand command = new(
            "evaluate",
            "Measures a model on a folder of labelled pictures.",
            ("mlnet-transfer evaluate runs/flowers/model.zip flowers/val", "Accuracy, figures for each class, what is confused with what, and whether probabilities mean what they say."),
            ("mlnet-transfer evaluate runs/flowers/model.onnx flowers/val --format json --min-accuracy 0.9", "JSON for a script, and exit code 4 below 0.9."),
            ("mlnet-transfer evaluate model.zip val --max-error 0.02 --predictions answers.csv", "The threshold for 'none of these' at 2 % wrong answers, and every answer in a file."),
            ("mlnet-transfer evaluate model.zip val --report val.html", "A page with plots, and the most wrong pictures with what the answers rest on."))
        {
            _model, _folder, _format, _top, _maximumError, _predictions, _report,
        };
        foreach (Option option in _gate.AllOptions)
        {
            command.Options.Add(option);
        }

        command.Options.Add(_threads);
        _input.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        IProgressReporter progress = _context.Progress(result);
        QualityBounds bounds = _gate.Read(result);
        EvaluationOptions measures = new() { TopCount = result.GetValue(_top) };
        measures = measures with { MaximumErrorRate = result.GetValue(_maximumError) ?? measures.MaximumErrorRate };
        ImageClassifierOptions options = new() { Preprocessing = _input.Read(result), Threads = result.GetValue(_threads) };
        using ImageClassifier classifier = ImageClassifier.Load(result.GetValue(_model)!, options);
        ImageDataset dataset = ImageFolder.Scan(result.GetValue(_folder)!, new ImageFolderOptions { KnownClasses = classifier.ClassNames });
        foreach (string warning in dataset.Warnings)
        {
            progress.Warn(warning);
        }

        EvaluationReport report = classifier.Evaluate(dataset, progress, measures, cancellationToken);
        if (result.GetValue(_predictions) is string file)
        {
            OutputFile.Write(file, writer => WritePredictions(writer, report.Predictions, classifier.ClassNames));
            progress.Info(FormattableString.Invariant($"Wrote {report.Predictions.Count} predictions into {file}."));
        }

        if (result.GetValue(_report) is string page)
        {
            string command = CommandLineText.Of("mlnet-transfer", result.Tokens.Select(token => token.Value));
            EvaluationReportWriter.Write(page, EvaluationReportWriter.Create(classifier, dataset, report, command));
            progress.Info($"Wrote the report {page}.");
        }

        if (result.GetValue(_format) == OutputFormat.Json)
        {
            _context.Out.Write(report.ToJson() + "\n");
        }
        else
        {
            EvaluationTable.Write(_context.Out, report, result.GetValue(_context.Verbose), classifier.RejectionThreshold);
        }

        return QualityGate.Check(_context, report, bounds);
    }

    private static void WritePredictions(TextWriter writer, IReadOnlyList<PicturePrediction> predictions, IReadOnlyList<string> classNames)
    {
        CsvOutput.WriteLine(writer, "path", "actual", "predicted", "confidence", "probabilityOfActual");
        foreach (PicturePrediction item in predictions)
        {
            CsvOutput.WriteLine(
                writer,
                item.Path,
                classNames[item.Label],
                classNames[item.Predicted],
                item.Confidence.ToString("R", CultureInfo.InvariantCulture),
                item.LabelProbability.ToString("R", CultureInfo.InvariantCulture));
        }
    }
}
