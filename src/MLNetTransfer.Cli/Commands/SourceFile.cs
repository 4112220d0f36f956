namespace MLNetTransfer.Cli.Commands;

internal static class SourceFile
{
    // The path, if a file is there.
    internal static string Existing(string path) =>
        File.Exists(path) ? path : throw new UsageException(Directory.Exists(path) ? $"{path} is a folder; expected a file." : $"{path} is not there; expected a file.");
}
