using System.CommandLine;

namespace MLNetTransfer.Cli.Output;

// The --format option; the first of the formats is the default.
internal static class OutputFormat
{
    internal const string Table = "table";
    internal const string Json = "json";
    internal const string JsonLines = "jsonl";
    internal const string Csv = "csv";

    internal static Option<string> CreateOption(params string[] formats)
    {
        Option<string> option = new("--format")
        {
            Description = "How the result is written to standard output.",
            DefaultValueFactory = _ => formats[0],
        };
        option.AcceptOnlyFromAmong(formats);
        return option;
    }
}
