namespace MLNetTransfer.Cli.Tests;

/// <summary>What a run of the program left behind.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error);
