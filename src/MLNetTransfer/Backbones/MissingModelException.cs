using MLNetTransfer.Downloads;

namespace MLNetTransfer.Backbones;

/// <summary>A model or a pretrained network is not on this machine. The message says the command that brings it.</summary>
public sealed class MissingModelException : Exception
{
    /// <summary>Makes the exception.</summary>
    public MissingModelException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from what caused it.</summary>
    public MissingModelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static MissingModelException NotDownloaded(CatalogEntry entry, string askedFor, string cachePath) => new(
        FormattableString.Invariant($"The network {askedFor} is not on this machine ({cachePath}), and nothing is downloaded unasked. ") +
        FormattableString.Invariant($"To download its {entry.Bytes / 1048576.0:0.0} MiB run: mlnet-transfer backbones get {askedFor} (with a copy that you have, add --from FILE)."));

    internal static MissingModelException Damaged(CatalogEntry entry, string askedFor, string cachePath, string found) => new(
        $"{cachePath} is damaged: its SHA-256 is {found}, expected {entry.Sha256}. Delete it and run: mlnet-transfer backbones get {askedFor}.");

    internal static MissingModelException Unknown(string askedFor, IEnumerable<string> names) => new(
        $"'{askedFor}' is neither a file nor a known network; expected the path of a model (.zip, .onnx) or one of {string.Join(", ", names)}. See: mlnet-transfer backbones list.");

    internal static MissingModelException IsFolder(string path) => new(
        $"{path} is a folder; expected a model file (.zip or .onnx), such as {Path.Combine(path, "model.zip")}.");
}
