using System.CommandLine;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Downloads;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Cli;

// What every command needs: the world, the options that all commands share, and where progress is told.
internal sealed class CliContext(CliEnvironment environment)
{
    internal CliEnvironment Environment { get; } = environment;

    internal Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Say nothing but errors and the data asked for.", Recursive = true };

    internal Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "Say more: timings, files, decisions.", Recursive = true };

    internal TextWriter Out => Environment.Out;

    internal IProgressReporter Progress(ParseResult result)
    {
        if (result.GetValue(Quiet))
        {
            return NullProgressReporter.Instance;
        }

        return Environment.ErrorIsTerminal
            ? new TerminalProgressReporter(Environment.Error, Environment.Clock, Environment.Width, Environment.UsesColor)
            : new PlainProgressReporter(Environment.Error, Environment.Clock);
    }

    internal DownloadCache Cache() =>
        Environment.Variable(DownloadCache.FolderVariable) is { Length: > 0 } folder ? new DownloadCache(folder) : DownloadCache.ForUser();
}
