namespace MLNetTransfer.TestKit;

/// <summary>A fresh folder that is deleted with everything in it when the test ends.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("mlnet-transfer-test-").FullName;

    public string PathOf(params string[] parts) => Path.Combine([FullName, .. parts]);

    /// <summary>Writes a file, making the folders on the way, and gives its path.</summary>
    public string Write(string relativePath, ReadOnlySpan<byte> content)
    {
        string path = PathOf(relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose()
    {
        if (Directory.Exists(FullName))
        {
            Directory.Delete(FullName, recursive: true);
        }
    }
}
