using System.CommandLine;

namespace MLNetTransfer.Cli;

// A command whose help ends with examples: the line to type, and what it is for.
internal sealed class VerbCommand(string name, string description, params IReadOnlyList<(string Line, string Purpose)> examples) : Command(name, description)
{
    internal IReadOnlyList<(string Line, string Purpose)> Examples { get; } = examples;
}
