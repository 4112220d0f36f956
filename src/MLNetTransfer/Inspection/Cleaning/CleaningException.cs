namespace MLNetTransfer.Inspection.Cleaning;

/// <summary>A plan cannot be read or carried out; the message says where, what was found, what was expected and what to do.</summary>
public sealed class CleaningException : Exception
{
    private const int MostListed = 20;

    internal CleaningException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    internal static CleaningException Refused(string file, IReadOnlyList<string> problems)
    {
        string more = problems.Count > MostListed ? FormattableString.Invariant($"\nand {problems.Count - MostListed} more.") : "";
        return new CleaningException($"{file} is not carried out, and nothing was moved:\n{string.Join('\n', problems.Take(MostListed))}{more}");
    }
}
