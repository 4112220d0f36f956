using MLNetTransfer.Downloads;

namespace MLNetTransfer.Backbones;

/// <summary>Finds the file of a network that the user names, on this machine only.</summary>
public sealed class BackboneResolver
{
    private readonly DownloadCache _cache;

    /// <summary>Makes a resolver over a cache.</summary>
    public BackboneResolver(DownloadCache cache)
    {
        ArgumentNullException.ThrowIfNull(cache);
        _cache = cache;
    }

    /// <summary>Makes a resolver over the user's cache.</summary>
    public static BackboneResolver ForUser() => new(DownloadCache.ForUser());

    /// <summary>Gives the file for a path or for a name of the catalogue. A file of that path goes before the name.</summary>
    /// <exception cref="MissingModelException">There is no such file; or the name is known, but its file has not been downloaded.</exception>
    public ResolvedBackbone Resolve(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        if (File.Exists(nameOrPath))
        {
            string sha256 = FileVerifier.Sha256Of(nameOrPath);
            return new ResolvedBackbone(Path.GetFullPath(nameOrPath), sha256, BackboneCatalog.FindBySha256(sha256));
        }

        BackboneEntry? entry = IsName(nameOrPath) ? BackboneCatalog.FindByName(nameOrPath) : null;
        if (entry?.Download is not CatalogEntry download)
        {
            throw Directory.Exists(nameOrPath)
                ? MissingModelException.IsFolder(nameOrPath)
                : MissingModelException.Unknown(nameOrPath, BackboneCatalog.Downloadable.Select(known => known.Aliases.Count > 0 ? known.Aliases[0] : known.Name));
        }

        string path = _cache.Find(download)
            ?? throw MissingModelException.NotDownloaded(download, nameOrPath, _cache.PathOf(download));
        string found = FileVerifier.Sha256Of(path);
        return found == entry.Sha256
            ? new ResolvedBackbone(path, found, entry)
            : throw MissingModelException.Damaged(download, nameOrPath, path, found);
    }

    private static bool IsName(string nameOrPath) => !nameOrPath.Contains('/') && !nameOrPath.Contains('\\');
}
