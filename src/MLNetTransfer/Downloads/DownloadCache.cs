namespace MLNetTransfer.Downloads;

/// <summary>The folder where public files are kept once they are verified. A file is in it whole or not at all.</summary>
public sealed class DownloadCache
{
    /// <summary>Name of the environment variable that moves the folder.</summary>
    public const string FolderVariable = "MLNETTRANSFER_CACHE";

    /// <summary>Makes a cache over a folder, which need not exist.</summary>
    public DownloadCache(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Folder = Path.GetFullPath(folder);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The user's cache: the folder that <see cref="FolderVariable"/> names, else the platform's place for caches.</summary>
    public static DownloadCache ForUser() => new(FolderForUser(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) : null,
        OperatingSystem.IsMacOS()));

    /// <summary>Where the file of an entry is, or would be.</summary>
    public string PathOf(CatalogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Path.Combine(Folder, entry.Kind == CatalogKind.Backbone ? "backbones" : "datasets", entry.FileName);
    }

    /// <summary>The path of the file of an entry, or null where it has not been downloaded. A file of another size than the catalogue's counts as absent.</summary>
    public string? Find(CatalogEntry entry)
    {
        FileInfo file = new(PathOf(entry));
        return file.Exists && (entry.Bytes is null || file.Length == entry.Bytes) ? file.FullName : null;
    }

    /// <summary>The folder into which the archive of an entry is unpacked.</summary>
    public string UnpackedPathOf(CatalogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Path.Combine(Folder, "datasets", entry.Name);
    }

    // Exactly one of localApplicationData (Windows) and the home folder decides; an XDG path that is not absolute is to be ignored by its specification.
    internal static string FolderForUser(Func<string, string?> environment, string home, string? localApplicationData, bool isMacOS)
    {
        if (environment(FolderVariable) is { Length: > 0 } chosen)
        {
            return chosen;
        }

        if (localApplicationData is { Length: > 0 })
        {
            return Path.Combine(localApplicationData, "mlnet-transfer", "cache");
        }

        if (isMacOS)
        {
            return Path.Combine(home, "Library", "Caches", "mlnet-transfer");
        }

        if (environment("XDG_CACHE_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg))
        {
            return Path.Combine(xdg, "mlnet-transfer");
        }

        return home.Length > 0 ? Path.Combine(home, ".cache", "mlnet-transfer") : Path.Combine(Path.GetTempPath(), "mlnet-transfer");
    }
}
