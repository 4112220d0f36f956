namespace MLNetTransfer.Cli.Tests;

/// <summary>Runs the program inside the test process.</summary>
internal static class CliRunner
{
    internal static async Task<CliRun> RunAsync(string[] args, string? cache = null, string input = "", bool debug = false, CancellationToken cancellationToken = default)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        using StringReader reader = new(input);
        CliEnvironment environment = new()
        {
            Out = output,
            Error = error,
            In = reader,
            Variable = name => name switch
            {
                "MLNETTRANSFER_CACHE" => cache,
                "MLNETTRANSFER_DEBUG" => debug ? "1" : null,
                _ => null,
            },
        };
        int exitCode = await CliApplication.RunAsync(args, environment, cancellationToken);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}
