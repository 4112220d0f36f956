namespace MLNetTransfer.Downloads;

/// <summary>A public file could not be had, or is not what the catalogue says. The message says what was found, what was expected and what to do.</summary>
public sealed class DownloadException : Exception
{
    /// <summary>Makes the exception.</summary>
    public DownloadException(DownloadError error, string message)
        : base(message)
    {
        Error = error;
    }

    /// <summary>Makes the exception from what caused it.</summary>
    public DownloadException(DownloadError error, string message, Exception innerException)
        : base(message, innerException)
    {
        Error = error;
    }

    /// <summary>The kind of failure.</summary>
    public DownloadError Error { get; }

    internal static DownloadException Unreachable(CatalogEntry entry, string reason, Exception? inner) => new(
        DownloadError.Unreachable,
        $"Cannot get {entry.Name} from {entry.Url.Host}: {reason.TrimEnd('.')}. Run the command again to go on where it stopped. {ByHand(entry)}",
        inner ?? new IOException(reason));

    internal static DownloadException Refused(CatalogEntry entry, int status) => new(
        DownloadError.Refused,
        FormattableString.Invariant($"{entry.Url} answered with HTTP status {status}; expected 200 or 206. {ByHand(entry)}"));

    internal static DownloadException SchemeChange(CatalogEntry entry, Uri target) => new(
        DownloadError.Redirected,
        $"{entry.Url} leads to {target}, which has another scheme ({target.Scheme}, expected {entry.Url.Scheme}); it is not followed. {ByHand(entry)}");

    internal static DownloadException TooManyRedirects(CatalogEntry entry, int limit) => new(
        DownloadError.Redirected,
        FormattableString.Invariant($"{entry.Url} was redirected more than {limit} times. {ByHand(entry)}"));

    internal static DownloadException WrongSize(CatalogEntry entry, string source, long found) => new(
        DownloadError.WrongSize,
        FormattableString.Invariant($"{source} is not {entry.Name}: found {found} bytes, expected {entry.Bytes}. {ByHand(entry)}"));

    internal static DownloadException TooLong(CatalogEntry entry, long limit) => new(
        DownloadError.WrongSize,
        FormattableString.Invariant($"{entry.Url} gives more than {limit} bytes, expected {entry.Bytes ?? limit} at most; it is not read further. {ByHand(entry)}"));

    internal static DownloadException WrongChecksum(CatalogEntry entry, string source, string algorithm, string found, string expected) => new(
        DownloadError.WrongChecksum,
        $"{source} is not {entry.Name}: found {algorithm} {found}, expected {expected}. {ByHand(entry)}");

    internal static DownloadException BadArchive(string archive, string what) => new(
        DownloadError.BadArchive,
        $"{archive}: {what.TrimEnd('.')}. Nothing was unpacked.");

    internal static DownloadException BadArchive(string archive, string what, Exception inner) => new(
        DownloadError.BadArchive,
        $"{archive}: {what.TrimEnd('.')}. Nothing was unpacked.",
        inner);

    internal static DownloadException CacheUnusable(string path, Exception inner) => new(
        DownloadError.Cache,
        $"{path} cannot be written ({inner.Message.TrimEnd('.')}); is another download of it running? Set MLNETTRANSFER_CACHE to a folder that can be written.",
        inner);

    private static string ByHand(CatalogEntry entry) =>
        $"With a copy from elsewhere ({entry.Url}) run: {entry.GetCommand} --from FILE";
}
