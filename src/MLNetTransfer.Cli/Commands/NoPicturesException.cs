namespace MLNetTransfer.Cli.Commands;

/// <summary>What was given to <c>predict</c> leads to no picture.</summary>
public sealed class NoPicturesException : Exception
{
    public NoPicturesException(string message)
        : base(message)
    {
    }
}
