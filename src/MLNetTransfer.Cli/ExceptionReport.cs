using MLNetTransfer.Backbones;
using MLNetTransfer.Cli.Commands;
using MLNetTransfer.Datasets;
using MLNetTransfer.Imaging;
using MLNetTransfer.Inspection.Cleaning;

namespace MLNetTransfer.Cli;

// The one place that turns an exception into a message and an exit code (docs/exit-codes.md).
internal static class ExceptionReport
{
    internal static int Write(Exception exception, CliEnvironment environment)
    {
        int exitCode = ExitCodeOf(exception);
        if (exitCode == ExitCode.Cancelled)
        {
            environment.Error.WriteLine("Cancelled.");
            return exitCode;
        }

        string mark = environment.UsesColor ? "\e[31merror:\e[0m" : "error:";
        environment.Error.WriteLine($"{mark} {MessageOf(exception)}");
        if (environment.Debug)
        {
            environment.Error.WriteLine(exception);
        }

        return exitCode;
    }

    internal static int ExitCodeOf(Exception exception) => exception switch
    {
        OperationCanceledException => ExitCode.Cancelled,
        UsageException or ArgumentException => ExitCode.Usage,
        DatasetException or ImageFormatException or NoPicturesException or CleaningException => ExitCode.Data,
        MissingModelException => ExitCode.MissingModel,
        _ => ExitCode.Failure,
    };

    // Our own exceptions, and those of the file system, say what the user has to know; anything else is a defect.
    private static string MessageOf(Exception exception) => exception switch
    {
        IOException or UnauthorizedAccessException or ArgumentException => exception.Message,
        OutOfMemoryException => "There is not enough memory. Close other programs, or use fewer threads (--threads 1).",
        _ when exception.GetType().Namespace?.StartsWith(nameof(MLNetTransfer), StringComparison.Ordinal) == true => exception.Message,
        _ => $"This should not have happened ({exception.GetType().Name}: {exception.Message}). Set MLNETTRANSFER_DEBUG=1 to see where, and report it.",
    };
}
