using MLNetTransfer.Progress;

namespace MLNetTransfer.Downloads;

/// <summary>
/// Brings public files into the cache: downloads them, going on where a broken download stopped, or takes a copy that the user has; verifies; and
/// only then puts them in place. What is not asked for by a call is never downloaded.
/// </summary>
public sealed class Downloader : IDisposable
{
    private readonly DownloadCache _cache;
    private readonly IProgressReporter _progress;
    private readonly DownloaderOptions _options;
    private readonly HttpTransfer _transfer;

    /// <summary>Makes a downloader into a cache.</summary>
    public Downloader(DownloadCache cache, IProgressReporter progress, DownloaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(progress);
        _cache = cache;
        _progress = progress;
        _options = options ?? new DownloaderOptions();
        _transfer = new HttpTransfer(_options);
    }

    /// <summary>Gives the path of the file of an entry in the cache, downloading it if it is not there.</summary>
    /// <exception cref="DownloadException">The file cannot be had or is not the expected one; a file that was in the cache before stays as it was.</exception>
    public async Task<string> GetAsync(CatalogEntry entry, CancellationToken cancellationToken)
    {
        if (_cache.Find(entry) is string present)
        {
            return present;
        }

        string path = _cache.PathOf(entry);
        string part = path + ".part";
        MakeFolder(path);
        using (FileStream stream = OpenPart(part))
        using (IProgressTask task = _progress.Start($"Download {entry.Name}", entry.Bytes ?? 0, "bytes"))
        {
            await DownloadWithRetriesAsync(entry, stream, part + ".tag", task, cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        string sha256;
        try
        {
            sha256 = FileVerifier.Verify(entry, part, entry.Url.ToString(), cancellationToken);
        }
        catch (DownloadException)
        {
            DeletePart(part);
            throw;
        }

        PutInPlace(entry, part, path, sha256);
        File.Delete(part + ".tag");
        return path;
    }

    /// <summary>Takes a copy of the file of an entry from elsewhere into the cache, if it is the right one.</summary>
    /// <exception cref="DownloadException">It is another file; nothing was changed.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public string Import(CatalogEntry entry, string file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"{file} is not there; expected a copy of {entry.Url}.", file);
        }

        string sha256 = FileVerifier.Verify(entry, file, file, cancellationToken);
        string path = _cache.PathOf(entry);
        MakeFolder(path);
        string copy = $"{path}.{Guid.NewGuid():N}.import";
        try
        {
            File.Copy(file, copy);
            PutInPlace(entry, copy, path, sha256);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(copy);
            throw DownloadException.CacheUnusable(path, exception);
        }

        return path;
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _transfer.Dispose();

    private async Task DownloadWithRetriesAsync(CatalogEntry entry, FileStream part, string tagPath, IProgressTask task, CancellationToken cancellationToken)
    {
        TimeSpan delay = _options.RetryDelay;
        ByteProgress bytes = new(task);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await _transfer.ContinueAsync(entry, part, tagPath, bytes, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (BrokenTransferException exception) when (attempt < _options.Retries && exception.MayPass)
            {
                task.Detail($"{exception.Message}; trying again");
                await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
                delay *= 2;
            }
            catch (BrokenTransferException exception)
            {
                throw DownloadException.Unreachable(entry, exception.Message, exception.InnerException);
            }
        }
    }

    private void PutInPlace(CatalogEntry entry, string from, string path, string sha256)
    {
        string record = path + ".sha256";
        if (entry.Sha256 is null)
        {
            if (entry.Sha1 is null)
            {
                _progress.Warn($"No checksum is published for {entry.Name}; its SHA-256 {sha256} is recorded in {record}.");
            }

            File.WriteAllText(record, $"{sha256}  {entry.FileName}\n");
        }

        File.Move(from, path, overwrite: true);
    }

    private static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DownloadException.CacheUnusable(path, exception);
        }
    }

    private static FileStream OpenPart(string part)
    {
        try
        {
            return new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DownloadException.CacheUnusable(part, exception);
        }
    }

    private static void DeletePart(string part)
    {
        File.Delete(part);
        File.Delete(part + ".tag");
    }
}
