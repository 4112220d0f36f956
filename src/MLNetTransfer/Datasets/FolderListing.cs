namespace MLNetTransfer.Datasets;

/// <summary>A folder with the real folders it lies in, so that a link which leads back to one of them is noticed.</summary>
internal sealed class FolderListing
{
    private const int MaximumDepth = 64;
    private readonly FolderListing? _parent;
    private readonly string _realPath;
    private readonly int _depth;

    private FolderListing(string path, string realPath, FolderListing? parent)
    {
        Path = path;
        _realPath = realPath;
        _parent = parent;
        _depth = parent is null ? 0 : parent._depth + 1;
    }

    /// <summary>The path as it was given, or as it continues from there.</summary>
    public string Path { get; }

    /// <summary>The last part of the path.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));

    /// <summary>Checks that the user's path is a folder.</summary>
    public static FolderListing OpenRoot(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (File.Exists(path))
        {
            throw DatasetException.FileInsteadOfFolder(path);
        }

        return Directory.Exists(path) ? new FolderListing(path, RealPath(path), null) : throw DatasetException.FolderMissing(path);
    }

    /// <summary>The visible folders directly inside, in ordinal order of their names, without links that lead back.</summary>
    public IReadOnlyList<FolderListing> Folders(List<string>? warnings = null)
    {
        List<FolderListing> folders = [];
        foreach (string path in Read(Directory.GetDirectories))
        {
            FolderListing folder = new(path, RealPathBelow(path), this);
            if (folder.LeadsBack())
            {
                warnings?.Add($"{path}: this link leads back to a folder above it and is not followed.");
            }
            else
            {
                folders.Add(folder);
            }
        }

        folders.Sort((first, second) => string.CompareOrdinal(first.Name, second.Name));
        return folders;
    }

    /// <summary>The visible files directly inside.</summary>
    public IEnumerable<string> FilePaths() => Read(Directory.GetFiles);

    /// <summary>The visible files inside and in all folders below.</summary>
    public IEnumerable<string> AllFilePaths(List<string>? warnings = null) =>
        FilePaths().Concat(Folders(warnings).SelectMany(folder => folder.AllFilePaths(warnings)));

    private static bool IsVisible(string path) => !PictureFileNames.IsHidden(System.IO.Path.GetFileName(path)) && !IsMarkedHidden(path);

    private static bool IsMarkedHidden(string path) => OperatingSystem.IsWindows() && (File.GetAttributes(path) & FileAttributes.Hidden) != 0;

    private static string RealPath(string path)
    {
        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        string? above = System.IO.Path.GetDirectoryName(full);
        if (above is null)
        {
            return full;
        }

        string real = System.IO.Path.Combine(RealPath(above), System.IO.Path.GetFileName(full));
        return Directory.ResolveLinkTarget(real, returnFinalTarget: true) is { } target ? RealPath(target.FullName) : real;
    }

    private string RealPathBelow(string path)
    {
        try
        {
            string real = System.IO.Path.Combine(_realPath, System.IO.Path.GetFileName(path));
            return new DirectoryInfo(real).LinkTarget is null ? real : RealPath(real);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DatasetException.Unreadable(path, exception);
        }
    }

    private bool LeadsBack()
    {
        for (FolderListing? above = _parent; above is not null; above = above._parent)
        {
            if (above._realPath == _realPath)
            {
                return true;
            }
        }

        return _depth > MaximumDepth;
    }

    private IEnumerable<string> Read(Func<string, string[]> list)
    {
        try
        {
            return [.. list(Path).Where(IsVisible)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DatasetException.Unreadable(Path, exception);
        }
    }
}
