using System.Text.Json;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Downloads;

/// <summary>The data sets that are known by name, from <c>datasets/catalog.json</c>, and where each is on this machine.</summary>
public sealed class DatasetCatalog
{
    private const string ResourceName = "MLNetTransfer.datasets.catalog.json";

    private readonly Func<IEnumerable<string>> _datasetFolders;

    private DatasetCatalog(IReadOnlyList<DatasetEntry> entries, Func<IEnumerable<string>> datasetFolders)
    {
        Entries = entries;
        _datasetFolders = datasetFolders;
    }

    /// <summary>The entries, in the order of the file.</summary>
    public IReadOnlyList<DatasetEntry> Entries { get; }

    /// <summary>Loads the catalogue that the library carries.</summary>
    public static DatasetCatalog Load()
    {
        using Stream stream = typeof(DatasetCatalog).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The library carries no resource {ResourceName}.");
        return Read(stream, FoldersAbove);
    }

    /// <summary>The entry of a name, or null. Case, and <c>-</c> against <c>_</c>, do not matter.</summary>
    public DatasetEntry? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string wanted = Normalized(name);
        return Entries.FirstOrDefault(entry => Normalized(entry.Name) == wanted);
    }

    /// <summary>The folder of a data set on this machine, or null where it has to be downloaded first.</summary>
    public string? Locate(DatasetEntry entry, DownloadCache cache)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(cache);
        IEnumerable<string> candidates = entry.Archive is null
            ? _datasetFolders().Select(folder => Path.Combine(folder, entry.Folder))
            : [Path.Combine(cache.UnpackedPathOf(entry.Archive), entry.Folder)];
        return candidates.FirstOrDefault(Directory.Exists);
    }

    /// <summary>Gives the folder of a data set, downloading (or importing) and unpacking the archive if needed.</summary>
    /// <param name="entry">The data set.</param>
    /// <param name="cache">Where it goes.</param>
    /// <param name="from">A copy of the archive that the user has, or null to download it.</param>
    /// <param name="progress">Where progress is told.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DownloadException">The archive cannot be had or is not the expected one, or a set that should ship is missing.</exception>
    public async Task<string> GetAsync(DatasetEntry entry, DownloadCache cache, string? from, IProgressReporter progress, CancellationToken cancellationToken)
    {
        if (Locate(entry, cache) is string present)
        {
            return present;
        }

        if (entry.Archive is null)
        {
            throw new DownloadException(DownloadError.Cache, $"The data set {entry.Name} ships with the program, but no folder datasets/{entry.Folder} is at or above {AppContext.BaseDirectory} or the current folder.");
        }

        using Downloader downloader = new(cache, progress);
        string archive = from is null
            ? await downloader.GetAsync(entry.Archive, cancellationToken).ConfigureAwait(false)
            : downloader.Import(entry.Archive, from, cancellationToken);
        string folder = cache.UnpackedPathOf(entry.Archive);
        if (!Directory.Exists(folder))
        {
            ArchiveExtractor.Extract(archive, folder, new ArchiveLimits(), progress, cancellationToken);
        }

        return Locate(entry, cache)
            ?? throw new DownloadException(DownloadError.BadArchive, $"{archive} was unpacked to {folder}, but no folder {entry.Folder} is there; delete {folder} and get the data set again.");
    }

    internal static DatasetCatalog Read(Stream stream, Func<IEnumerable<string>> datasetFolders)
    {
        using JsonDocument document = JsonDocument.Parse(stream);
        List<DatasetEntry> entries = [];
        foreach (JsonElement element in document.RootElement.GetProperty("datasets").EnumerateArray())
        {
            entries.Add(ReadEntry(element));
        }

        return new DatasetCatalog(entries, datasetFolders);
    }

    private static DatasetEntry ReadEntry(JsonElement element)
    {
        string name = element.GetProperty("name").GetString()!;
        string description = element.GetProperty("description").GetString()!;
        string licence = element.GetProperty("licence").GetString()!;
        return new DatasetEntry
        {
            Name = name,
            Description = description,
            Licence = licence,
            Classes = [.. element.GetProperty("classes").EnumerateArray().Select(item => item.GetString()!)],
            Pictures = element.TryGetProperty("pictures", out JsonElement pictures) ? pictures.GetInt32() : null,
            Folder = element.GetProperty("folder").GetString()!,
            Archive = element.TryGetProperty("url", out JsonElement url)
                ? new CatalogEntry
                {
                    Name = name,
                    Kind = CatalogKind.Dataset,
                    Description = description,
                    Licence = licence,
                    Url = new Uri(url.GetString()!),
                    Bytes = element.TryGetProperty("bytes", out JsonElement bytes) ? bytes.GetInt64() : null,
                    Sha256 = element.TryGetProperty("sha256", out JsonElement sha256) ? sha256.GetString() : null,
                    Sha1 = element.TryGetProperty("sha1", out JsonElement sha1) ? sha1.GetString() : null,
                }
                : null,
        };
    }

    private static string Normalized(string name) => name.ToLowerInvariant().Replace('-', '_');

    private static IEnumerable<string> FoldersAbove()
    {
        foreach (string start in new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                yield return Path.Combine(folder.FullName, "datasets");
            }
        }
    }
}
