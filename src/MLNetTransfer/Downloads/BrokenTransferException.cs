namespace MLNetTransfer.Downloads;

// A transfer ended before the file was whole. MayPass: trying again could help.
internal sealed class BrokenTransferException(string message, bool mayPass, Exception? innerException) : Exception(message, innerException)
{
    internal bool MayPass { get; } = mayPass;
}
