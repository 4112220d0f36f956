using System.Formats.Tar;
using System.IO.Compression;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Downloads;

/// <summary>
/// Unpacks a data set: <c>.zip</c>, <c>.tar</c>, <c>.tgz</c>, <c>.tar.gz</c>. Only folders and plain files with paths inside the target are taken; links, devices and paths
/// that lead elsewhere make the whole archive refused. The target folder appears whole or not at all.
/// </summary>
public static class ArchiveExtractor
{
    private const int ZipUnixTypeMask = 0xF000;
    private const int ZipUnixSymbolicLink = 0xA000;

    /// <summary>Unpacks an archive into a folder that does not exist yet.</summary>
    /// <exception cref="DownloadException">The archive is broken, passes a limit or holds what must not be unpacked; the folder was not made.</exception>
    public static void Extract(string archive, string folder, ArchiveLimits limits, IProgressReporter progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(progress);
        string target = Path.GetFullPath(folder);
        string work = $"{target}.{Guid.NewGuid():N}.part";
        Directory.CreateDirectory(work);
        try
        {
            using (IProgressTask task = progress.Start($"Unpack {Path.GetFileName(archive)}", 0, "files"))
            {
                Extraction extraction = new(archive, work, limits, task, cancellationToken);
                if (archive.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                {
                    ExtractZip(extraction);
                }
                else
                {
                    ExtractTar(extraction);
                }
            }

            Directory.Move(work, target);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw DownloadException.BadArchive(archive, $"the archive is broken ({exception.Message})", exception);
        }
        finally
        {
            if (Directory.Exists(work))
            {
                Directory.Delete(work, recursive: true);
            }
        }
    }

    private static void ExtractZip(Extraction extraction)
    {
        using ZipArchive zip = ZipFile.OpenRead(extraction.Archive);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (((entry.ExternalAttributes >> 16) & ZipUnixTypeMask) == ZipUnixSymbolicLink)
            {
                throw extraction.Refuse(entry.FullName, "is a link");
            }

            bool isFolder = entry.FullName.EndsWith('/');
            if (extraction.Admit(entry.FullName, isFolder) is string path)
            {
                using Stream content = entry.Open();
                extraction.Write(entry.FullName, path, content);
            }
        }
    }

    private static void ExtractTar(Extraction extraction)
    {
        using FileStream file = File.OpenRead(extraction.Archive);
        bool plain = extraction.Archive.EndsWith(".tar", StringComparison.OrdinalIgnoreCase);
        using Stream stream = plain ? file : new GZipStream(file, CompressionMode.Decompress);
        using TarReader tar = new(stream);
        for (TarEntry? entry = tar.GetNextEntry(); entry is not null; entry = tar.GetNextEntry())
        {
            switch (entry.EntryType)
            {
                case TarEntryType.GlobalExtendedAttributes:
                    break;
                case TarEntryType.Directory:
                    extraction.Admit(entry.Name, isFolder: true);
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    string path = extraction.Admit(entry.Name, isFolder: false)!;
                    extraction.Write(entry.Name, path, entry.DataStream ?? Stream.Null);
                    break;
                case TarEntryType.SymbolicLink or TarEntryType.HardLink:
                    throw extraction.Refuse(entry.Name, "is a link");
                default:
                    throw extraction.Refuse(entry.Name, $"is neither a file nor a folder ({entry.EntryType})");
            }
        }
    }

    private sealed class Extraction(string archive, string folder, ArchiveLimits limits, IProgressTask task, CancellationToken cancellationToken)
    {
        private readonly byte[] _buffer = new byte[1 << 16];
        private int _entries;
        private long _bytes;

        internal string Archive { get; } = archive;

        internal DownloadException Refuse(string name, string what) => DownloadException.BadArchive(Archive, $"the entry '{name}' {what}");

        // The path to write a file to, or null for a folder, which is made.
        internal string? Admit(string name, bool isFolder)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++_entries > limits.Entries)
            {
                throw DownloadException.BadArchive(Archive, FormattableString.Invariant($"it holds more than {limits.Entries} entries"));
            }

            string[] parts = name.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (name.StartsWith('/') || name.StartsWith('\\') || parts.Any(part => part == ".." || part.Contains(':') || part.Any(char.IsControl)))
            {
                throw Refuse(name, "has a path that leads out of the folder");
            }

            string path = Path.GetFullPath(Path.Combine([folder, .. parts]));
            if (path != folder && !path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw Refuse(name, "has a path that leads out of the folder");
            }

            if (isFolder)
            {
                Directory.CreateDirectory(path);
                return null;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return path;
        }

        internal void Write(string name, string path, Stream content)
        {
            if (Path.Exists(path))
            {
                throw Refuse(name, "is there twice");
            }

            using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            for (int read = content.Read(_buffer); read > 0; read = content.Read(_buffer))
            {
                cancellationToken.ThrowIfCancellationRequested();
                _bytes += read;
                if (_bytes > limits.TotalBytes)
                {
                    throw DownloadException.BadArchive(Archive, FormattableString.Invariant($"it unpacks to more than {limits.TotalBytes} bytes"));
                }

                file.Write(_buffer, 0, read);
            }

            task.Advance();
        }
    }
}
