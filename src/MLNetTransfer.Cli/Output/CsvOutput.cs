namespace MLNetTransfer.Cli.Output;

// One line of comma-separated values (RFC 4180).
internal static class CsvOutput
{
    internal static void WriteLine(TextWriter writer, params IEnumerable<string> values)
    {
        writer.Write(string.Join(',', values.Select(Quoted)));
        writer.Write('\n');
    }

    private static string Quoted(string value) =>
        value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
