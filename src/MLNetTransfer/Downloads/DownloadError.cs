namespace MLNetTransfer.Downloads;

/// <summary>What went wrong with a public file.</summary>
public enum DownloadError
{
    /// <summary>The server could not be reached, or the connection broke too often.</summary>
    Unreachable,

    /// <summary>The server answered that it does not give the file.</summary>
    Refused,

    /// <summary>The server led to another scheme, or in a circle.</summary>
    Redirected,

    /// <summary>The file is longer or shorter than the catalogue says.</summary>
    WrongSize,

    /// <summary>The file has another checksum than the catalogue says.</summary>
    WrongChecksum,

    /// <summary>The archive is broken, or holds what must not be unpacked.</summary>
    BadArchive,

    /// <summary>The cache folder cannot be used, or another process is at the same file.</summary>
    Cache,
}
