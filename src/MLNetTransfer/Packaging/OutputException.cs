namespace MLNetTransfer.Packaging;

/// <summary>The folder for the results cannot be used: it is a file, cannot be written, or another run is using it.</summary>
public sealed class OutputException : Exception
{
    /// <summary>Makes the exception.</summary>
    public OutputException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from what caused it.</summary>
    public OutputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
