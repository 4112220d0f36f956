namespace MLNetTransfer.Inspection.Cleaning;

/// <summary>Paths from a file that anybody may have written: they must stay below a folder, and may not go through a link.</summary>
internal static class SafePath
{
    private const int LongestPath = 4096;
    private static readonly char[] Spreadsheet = ['=', '+', '-', '@'];

    /// <summary>Compares paths as the file system does.</summary>
    public static StringComparer Comparer { get; } = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>The way from a folder to a file below it, with '/'; what a spreadsheet would take for a formula begins with './'.</summary>
    public static string Relative(string folder, string path)
    {
        string relative = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        return relative.IndexOfAny(Spreadsheet) == 0 ? "./" + relative : relative;
    }

    /// <summary>The full path, or what is wrong with it.</summary>
    /// <param name="folder">Full path of the folder.</param>
    /// <param name="relative">The way below it.</param>
    /// <param name="full">The full path; empty when there is a problem.</param>
    /// <returns>The problem, or null.</returns>
    public static string? Resolve(string folder, string relative, out string full)
    {
        full = "";
        string way = relative.StartsWith("./", StringComparison.Ordinal) ? relative[2..] : relative;
        if (way.Length is 0 or > LongestPath)
        {
            return "is empty or too long";
        }

        if (way.Any(char.IsControl) || way.Contains(OperatingSystem.IsWindows() ? ':' : '\\', StringComparison.Ordinal))
        {
            return "has characters that are not taken in paths here (control characters; a backslash, on Windows a colon)";
        }

        string[] parts = way.Split('/', '\\');
        if (Path.IsPathRooted(way) || parts.Any(part => part is "" or "." or ".." || (OperatingSystem.IsWindows() && (part.EndsWith('.') || part.EndsWith(' ')))))
        {
            return "leaves the folder, or is not written as the way below it";
        }

        string path = folder;
        foreach (string part in parts)
        {
            path = Path.Combine(path, part);
            if (IsLink(path))
            {
                return $"goes through the link {path}";
            }
        }

        full = path;
        return null;
    }

    /// <summary>Whether one folder is the other, or lies in it.</summary>
    public static bool IsWithin(string folder, string outer) =>
        Comparer.Equals(folder, outer) || (Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar).StartsWith(
            Path.TrimEndingDirectorySeparator(outer) + Path.DirectorySeparatorChar,
            OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static bool IsLink(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is not null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
