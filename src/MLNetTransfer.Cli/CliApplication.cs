using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using MLNetTransfer.Cli.Commands;

namespace MLNetTransfer.Cli;

/// <summary>The program: arguments in, text and an exit code out.</summary>
public static class CliApplication
{
    /// <summary>Runs one command.</summary>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliEnvironment environment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(environment);
        VerbCommand root = CreateRoot(environment);
        ParseResult result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Action is ParseErrorAction || result.Action is null)
        {
            return ReportUsage(result, environment);
        }

        try
        {
            InvocationConfiguration configuration = new()
            {
                Output = environment.Out,
                Error = environment.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await result.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.Count == 1)
        {
            return ExceptionReport.Write(exception.InnerException!, environment);
        }
#pragma warning disable CA1031 // The outermost place: whatever it is becomes a message and an exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return ExceptionReport.Write(exception, environment);
        }
    }

    private static VerbCommand CreateRoot(CliEnvironment environment)
    {
        CliContext context = new(environment);
        VerbCommand root = new(
            "mlnet-transfer",
            "Trains image classifiers from folders of labelled pictures by transfer learning, and uses them.",
            ("mlnet-transfer train flowers/ --output runs/flowers", "Train on a folder with one sub-folder a class; writes model.zip and model.onnx."),
            ("mlnet-transfer predict runs/flowers/model.zip garden.jpg", "Say what is in a picture."));
        root.Options.Add(new HelpOption { Action = new ExampleHelpAction(environment.Width) });
        root.Options.Add(new VersionOption());
        root.Options.Add(context.Quiet);
        root.Options.Add(context.Verbose);
        root.Subcommands.Add(TrainCommand.Create(context));
        root.Subcommands.Add(TrainCommand.CreateSearch(context));
        root.Subcommands.Add(InspectCommand.Create(context));
        root.Subcommands.Add(CleanCommand.Create(context));
        root.Subcommands.Add(EvaluateCommand.Create(context));
        root.Subcommands.Add(CompareCommand.Create(context));
        root.Subcommands.Add(PredictCommand.Create(context));
        root.Subcommands.Add(ExplainCommand.Create(context));
        root.Subcommands.Add(AugmentCommand.Create(context));
        root.Subcommands.Add(InfoCommand.Create(context));
        root.Subcommands.Add(DistillCommand.Create(context));
        root.Subcommands.Add(PretrainCommand.Create(context));
        root.Subcommands.Add(ExportCommand.Create(context));
        root.Subcommands.Add(BackbonesCommand.Create(context));
        root.Subcommands.Add(DatasetsCommand.Create(context));
        return root;
    }

    private static int ReportUsage(ParseResult result, CliEnvironment environment)
    {
        string path = CommandPath(result);
        // That a command is missing follows from its being mistyped.
        bool mistyped = result.UnmatchedTokens.Count > 0;
        string[] messages = [.. result.Errors.Select(error => error.Message).Distinct().Where(message => !mistyped || !message.StartsWith("Required command", StringComparison.Ordinal))];
        foreach (string message in messages)
        {
            environment.Error.WriteLine($"error: {message}");
        }

        Command command = result.CommandResult.Command;
        string[] known = [.. command.Subcommands.Select(item => item.Name), .. command.Options.Select(item => item.Name)];
        foreach (string word in result.UnmatchedTokens)
        {
            if (NearestName.Of(word, known) is string nearest)
            {
                environment.Error.WriteLine($"Did you mean '{nearest}'?");
            }
        }

        environment.Error.WriteLine($"See: {path} --help");
        return ExitCode.Usage;
    }

    private static string CommandPath(ParseResult result)
    {
        List<string> names = [];
        for (Symbol? symbol = result.CommandResult.Command; symbol is not null; symbol = symbol.Parents.FirstOrDefault())
        {
            names.Insert(0, symbol.Name);
        }

        return string.Join(' ', names);
    }
}
