using System.Buffers;

namespace MLNetTransfer.Cli.Output;

/// <summary>A command line as one would type it.</summary>
internal static class CommandLineText
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./\\:=,+@%");

    /// <summary>The program and its arguments; those with anything but letters, figures and the like between quotation marks, single ones where they contain double ones.</summary>
    public static string Of(string program, IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quote).Prepend(program));

    private static string Quote(string argument) =>
        argument.Length > 0 && !argument.AsSpan().ContainsAnyExcept(Plain) ? argument
        : argument.Contains('"', StringComparison.Ordinal) || argument.Contains('$', StringComparison.Ordinal) ? $"'{argument}'"
        : $"\"{argument}\"";
}
