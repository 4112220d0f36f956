namespace MLNetTransfer.Datasets;

/// <summary>Which files of a folder are taken for pictures. Only names are looked at; what a file really holds shows when it is decoded.</summary>
public static class PictureFileNames
{
    private static readonly HashSet<string> Known = new(
        [".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The extensions, lower case with the dot. Kinds that cannot be decoded are among them, so that such a file is reported and not silently passed over.
    /// </summary>
    public static IReadOnlyList<string> Extensions { get; } = [.. Known];

    /// <summary>Whether a file is listed: it has one of the <see cref="Extensions"/> in any case and is not hidden.</summary>
    public static bool IsPicture(string path) => !IsHidden(Path.GetFileName(path)) && Known.Contains(Path.GetExtension(path));

    /// <summary>Whether a file or folder name is passed over: it begins with a dot, or is one of the files that systems leave behind.</summary>
    public static bool IsHidden(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith('.')
            || name.Equals("Thumbs.db", StringComparison.OrdinalIgnoreCase)
            || name.Equals("desktop.ini", StringComparison.OrdinalIgnoreCase)
            || name.Equals("__MACOSX", StringComparison.Ordinal);
    }
}
