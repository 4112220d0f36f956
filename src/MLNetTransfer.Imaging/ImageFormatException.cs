namespace MLNetTransfer.Imaging;

/// <summary>A picture file cannot be decoded: it is broken, passes a limit, or is of a kind that is not supported. The only exception that decoding raises for bad content.</summary>
public sealed class ImageFormatException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ImageFormatException(ImageFormatError error, string message)
        : base(message)
    {
        Error = error;
    }

    /// <summary>Makes the exception from what caused it.</summary>
    public ImageFormatException(ImageFormatError error, string message, Exception innerException)
        : base(message, innerException)
    {
        Error = error;
    }

    /// <summary>The kind of failure.</summary>
    public ImageFormatError Error { get; }
}
