using System.Security.Cryptography;

namespace MLNetTransfer.Inspection.Cleaning;

/// <summary>Whether a file is still the one that was planned for.</summary>
internal static class FileIdentity
{
    /// <summary>Whether the file is there with this content; a folder or an unreadable file is not.</summary>
    public static bool Matches(string path, long bytes, string sha256)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists || file.Length != bytes)
            {
                return false;
            }

            using FileStream stream = file.OpenRead();
            return Convert.ToHexStringLower(SHA256.HashData(stream)) == sha256;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether something is at the path, of whatever kind.</summary>
    public static bool IsOccupied(string path) => File.Exists(path) || Directory.Exists(path) || new FileInfo(path).LinkTarget is not null;
}
