namespace MLNetTransfer.Cli;

/// <summary>The command was given something that it cannot take; the message says what it expects.</summary>
public sealed class UsageException : Exception
{
    public UsageException(string message)
        : base(message)
    {
    }

    internal static UsageException UnknownName(string kind, string found, IEnumerable<string> known)
    {
        string[] names = [.. known];
        string? nearest = NearestName.Of(found, names);
        return new UsageException($"There is no {kind} '{found}'. {(nearest is null ? $"Known are {string.Join(", ", names)}." : $"Did you mean '{nearest}'?")}");
    }
}
