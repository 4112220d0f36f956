namespace MLNetTransfer.Files;

/// <summary>Files that appear whole or not at all: written beside their place, flushed to the disk, then moved there in one step of the file system.</summary>
public static class WholeFile
{
    private const string TemporaryEnding = ".mlnet-transfer.tmp";
    private const int WindowsAttempts = 20;
    private const int WindowsPauseMilliseconds = 50;

    /// <summary>Writes a file. A kill or a power cut at any moment leaves the file that was there before, or the new one.</summary>
    /// <param name="path">Its place; the folder must be there.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It cannot be written; the file that was there before is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written; the file that was there before is untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string temporary = $"{path}.{Environment.ProcessId}{TemporaryEnding}";
        try
        {
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            Move(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        Touch(path);
    }

    /// <summary>Deletes what writers that were killed left in a folder. Only for a folder that nobody else writes to.</summary>
    public static void DeleteLeftovers(string folder)
    {
        foreach (string path in Directory.GetFiles(folder, "*" + TemporaryEnding))
        {
            File.Delete(path);
        }
    }

    // Who listens for changes of this file (a PredictionEnginePool of ML.NET) does not see that another one was moved over it, but sees its time change.
    private static void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The file is there; some file systems in a network do not let its time be set.
        }
    }

    // On Windows a virus scanner or a search index may hold the old file for a moment, and then it cannot be replaced; elsewhere the first attempt decides.
    private static void Move(string source, string destination)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(source, destination, overwrite: true);
                return;
            }
            catch (Exception exception) when (OperatingSystem.IsWindows() && attempt < WindowsAttempts && exception is (IOException or UnauthorizedAccessException))
            {
                Thread.Sleep(WindowsPauseMilliseconds);
            }
        }
    }
}
