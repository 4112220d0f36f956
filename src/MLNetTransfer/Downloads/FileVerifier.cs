using System.Security.Cryptography;

namespace MLNetTransfer.Downloads;

/// <summary>Tells whether a file is the one of the catalogue.</summary>
public static class FileVerifier
{
    /// <summary>SHA-256 of a file in lower-case hexadecimal digits.</summary>
    public static string Sha256Of(string path) => HashOf(path, HashAlgorithmName.SHA256, CancellationToken.None);

    /// <summary>Checks size and checksum of a file and gives its SHA-256.</summary>
    /// <param name="entry">What the file should be.</param>
    /// <param name="path">The file.</param>
    /// <param name="source">What messages call the file: its path, or its address.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DownloadException">It is another file.</exception>
    public static string Verify(CatalogEntry entry, string path, string source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        long length = new FileInfo(path).Length;
        if (entry.Bytes is long expected && length != expected)
        {
            throw DownloadException.WrongSize(entry, source, length);
        }

        string sha256 = HashOf(path, HashAlgorithmName.SHA256, cancellationToken);
        if (entry.Sha256 is not null)
        {
            if (!sha256.Equals(entry.Sha256, StringComparison.OrdinalIgnoreCase))
            {
                throw DownloadException.WrongChecksum(entry, source, "SHA-256", sha256, entry.Sha256);
            }
        }
        else if (entry.Sha1 is not null)
        {
            string sha1 = HashOf(path, HashAlgorithmName.SHA1, cancellationToken);
            if (!sha1.Equals(entry.Sha1, StringComparison.OrdinalIgnoreCase))
            {
                throw DownloadException.WrongChecksum(entry, source, "SHA-1", sha1, entry.Sha1);
            }
        }

        return sha256;
    }

    private static string HashOf(string path, HashAlgorithmName algorithm, CancellationToken cancellationToken)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using IncrementalHash hash = IncrementalHash.CreateHash(algorithm);
        byte[] buffer = new byte[1 << 20];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
