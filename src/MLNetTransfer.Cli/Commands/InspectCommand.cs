using System.CommandLine;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Inspection;
using MLNetTransfer.Progress;
using MLNetTransfer.Reporting;

namespace MLNetTransfer.Cli.Commands;

internal sealed class InspectCommand
{
    private readonly Argument<string> _folder = new("folder")
    {
        Description = "Folder with one sub-folder of pictures for each class, or with train, val and test folders with these inside.",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> _validation = new("--validation") { Description = "A folder of validation pictures elsewhere.", HelpName = "DIR" };
    private readonly Option<string?> _test = new("--test") { Description = "A folder of test pictures elsewhere.", HelpName = "DIR" };
    private readonly Option<string?> _report = new("--report") { Description = "Write a page that shows the pictures in question side by side.", HelpName = "FILE" };
    private readonly Option<int> _side = new("--side") { Description = "Side of the square that the network sees, below which pictures are small.", DefaultValueFactory = _ => 224, HelpName = "N" };
    private readonly Option<bool> _strict = new("--strict") { Description = "End with exit code 4 when a finding is an error." };
    private readonly Option<string> _format = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
    private readonly Option<int> _threads = CommonOptions.CreateThreads();
    private readonly LabelSwitches _labels = new();
    private readonly CliContext _context;

    private InspectCommand(CliContext context) => _context = context;

    internal static Command Create(CliContext context) => new InspectCommand(context).Build();

    private VerbCommand Build()
    {
        _side.Validators.Add(result => CommonOptions.RequireAtLeast(result, 1));
        VerbCommand command = new(
            "inspect",
            "Looks for what spoils training: broken files, copies across splits and classes, wrong labels, uneven classes. Changes nothing.",
            ("mlnet-transfer inspect flowers --report data.html", "Inspect a folder with train and val inside, and show the pictures in question."),
            ("mlnet-transfer inspect photos --mislabelled", "Also look for wrong labels, by models that have not seen the picture."),
            ("mlnet-transfer inspect photos --test holdout --format json --strict", "JSON for a script, and exit code 4 when there are errors."))
        {
            _folder, _validation, _test,
        };
        _labels.AddTo(command);
        foreach (Option option in new Option[] { _report, _side, _strict, _threads, _format })
        {
            command.Options.Add(option);
        }

        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        IProgressReporter progress = _context.Progress(result);
        InspectionOptions options = new()
        {
            Folder = result.GetValue(_folder)!,
            ValidationFolder = result.GetValue(_validation),
            TestFolder = result.GetValue(_test),
            NetworkSide = result.GetValue(_side),
            Threads = result.GetValue(_threads),
        };
        InspectionReport report = DatasetInspection.Inspect(options, _labels.Read(result), progress, cancellationToken);
        if (result.GetValue(_format) == OutputFormat.Json)
        {
            _context.Out.Write(report.ToJson() + "\n");
        }
        else
        {
            InspectionTable.Write(_context.Out, report, result.GetValue(_context.Verbose));
        }

        if (result.GetValue(_report) is string page)
        {
            DataReport.Write(page, report, cancellationToken);
            progress.Info($"Wrote {page}.");
        }

        return result.GetValue(_strict) && report.HasErrors ? ExitCode.QualityGate : ExitCode.Ok;
    }
}
