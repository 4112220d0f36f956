namespace MLNetTransfer.Training.Checkpoints;

/// <summary>A checkpoint cannot be used. The message names the file, what was found, what was expected and what to do.</summary>
public sealed class CheckpointException : Exception
{
    private const string Advice = "Delete it and start the run anew, or put back a whole copy.";

    /// <summary>Makes the exception.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from what caused it.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static CheckpointException Damaged(string name, FormattableString problem, Exception? cause = null)
    {
        string message = $"{name}: {FormattableString.Invariant(problem)} {Advice}";
        return cause is null ? new CheckpointException(message) : new CheckpointException(message, cause);
    }
}
