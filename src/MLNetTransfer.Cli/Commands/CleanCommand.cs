using System.CommandLine;
using System.Globalization;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Inspection;
using MLNetTransfer.Inspection.Cleaning;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Cli.Commands;

internal sealed class CleanCommand
{
    private const int Shown = 20;

    private readonly Argument<string> _folder = new("folder") { Description = "The folder with the pictures, as for inspect.", HelpName = "FOLDER" };
    private readonly Option<string?> _plan = new("--plan") { Description = "Inspect the folder and write what should be done into this table, to be read and changed in a spreadsheet.", HelpName = "FILE" };
    private readonly Option<string?> _apply = new("--apply") { Description = "Do what this table says, by moving files; nothing is deleted.", HelpName = "FILE" };
    private readonly Option<string?> _undo = new("--undo") { Description = "Put back what was moved, by the file that --apply wrote.", HelpName = "FILE" };
    private readonly Option<string?> _quarantine = new("--quarantine") { Description = "Where removed files go. Default a folder beside FOLDER, with -removed after its name.", HelpName = "DIR" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "With --apply or --undo: only check, and say what would be moved." };
    private readonly Option<int> _threads = CommonOptions.CreateThreads();
    private readonly LabelSwitches _labels = new();
    private readonly CliContext _context;

    private CleanCommand(CliContext context) => _context = context;

    internal static Command Create(CliContext context) => new CleanCommand(context).Build();

    private VerbCommand Build()
    {
        VerbCommand command = new(
            "clean",
            "Removes copies and broken files from a data set by a plan that you can change, and puts everything back on request. Without a plan it says what it would do.",
            ("mlnet-transfer clean flowers --plan plan.csv", "Write what should be done; look at it and change it."),
            ("mlnet-transfer clean flowers --apply plan.csv", "Do it: removed files go to flowers-removed."),
            ("mlnet-transfer clean flowers --undo flowers-removed/undo-1a2b3c4d5e6f.csv", "Put everything back."))
        {
            _folder, _plan, _apply, _undo, _quarantine, _dryRun,
        };
        _labels.AddTo(command);
        command.Options.Add(_threads);
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        (string? plan, string? apply, string? undo) = (result.GetValue(_plan), result.GetValue(_apply), result.GetValue(_undo));
        if (new[] { plan, apply, undo }.Count(each => each is not null) > 1)
        {
            throw new UsageException("--plan, --apply and --undo were given together; expected is one of them.");
        }

        bool isDryRun = result.GetValue(_dryRun);
        string folder = result.GetValue(_folder)!;
        if (apply is null && undo is null)
        {
            return Propose(result, folder, plan, cancellationToken);
        }

        // The undo file lies where the removed files are.
        string? quarantine = result.GetValue(_quarantine) ?? (undo is null ? null : Path.GetDirectoryName(Path.GetFullPath(undo)));
        DatasetCleaner cleaner = new(folder, quarantine);
        CleaningResult done = apply is not null
            ? cleaner.Apply(CleaningPlan.Read(apply), apply, isDryRun, cancellationToken)
            : cleaner.Undo(undo!, isDryRun, cancellationToken);
        WriteMoves(done, isDryRun, result.GetValue(_context.Verbose));
        if (apply is not null && done.UndoFile is string file)
        {
            Line($"To put everything back: mlnet-transfer {CommandLineText.Of("clean", [folder, "--undo", file])}");
        }

        return ExitCode.Ok;
    }

    private int Propose(ParseResult result, string folder, string? file, CancellationToken cancellationToken)
    {
        IProgressReporter progress = _context.Progress(result);
        InspectionOptions options = new() { Folder = folder, Threads = result.GetValue(_threads) };
        InspectionReport report = DatasetInspection.Inspect(options, _labels.Read(result), progress, cancellationToken);
        CleaningPlan plan = CleaningPlan.Propose(report);
        TableWriter table = new("ACTION", "FILE", "TARGET", "REASON");
        int shown = result.GetValue(_context.Verbose) ? int.MaxValue : Shown;
        foreach (PlannedChange change in plan.Changes.OrderBy(change => change.Action == CleaningAction.Keep).Take(shown))
        {
            table.Add(change.Action.ToString().ToLowerInvariant(), change.Path, change.Target, change.Reason);
        }

        table.WriteTo(_context.Out);
        if (plan.Changes.Count > shown)
        {
            Line($"and {plan.Changes.Count - shown} more");
        }

        int changed = plan.Changes.Count(change => change.Action != CleaningAction.Keep);
        Line($"\n{changed} files would be moved; {plan.Changes.Count - changed} are for you to decide.");
        if (file is null)
        {
            Line($"Nothing was changed. Write a plan with --plan FILE, look at it, and carry it out with --apply FILE.");
        }
        else
        {
            plan.Write(file);
            Line($"Wrote {file}. Look at it, change it where you know better, then: mlnet-transfer {CommandLineText.Of("clean", [folder, "--apply", file])}");
        }

        return ExitCode.Ok;
    }

    private void WriteMoves(CleaningResult done, bool isDryRun, bool verbose)
    {
        foreach ((string from, string to) in done.Moves.Take(verbose ? int.MaxValue : Shown))
        {
            Line($"{from} -> {to}");
        }

        if (!verbose && done.Moves.Count > Shown)
        {
            Line($"and {done.Moves.Count - Shown} more");
        }

        Line($"{done.Moves.Count} files {(isDryRun ? "would be moved; nothing was changed" : "moved")}.");
        if (done.AlreadyDone > 0)
        {
            Line($"{done.AlreadyDone} were in their place already.");
        }
    }

    private void Line(FormattableString text) => _context.Out.Write(text.ToString(CultureInfo.InvariantCulture) + "\n");
}
