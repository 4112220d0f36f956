namespace MLNetTransfer.Onnx;

/// <summary>An ONNX file cannot be read, or its graph cannot be run. The message names the file, the node and what to do.</summary>
public sealed class OnnxException : Exception
{
    /// <summary>Makes the exception.</summary>
    public OnnxException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from what caused it.</summary>
    public OnnxException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
