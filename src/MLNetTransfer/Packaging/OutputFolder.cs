using Microsoft.Win32.SafeHandles;
using MLNetTransfer.Files;

namespace MLNetTransfer.Packaging;

/// <summary>The folder of one run. Held by one process at a time; every file appears whole or not at all.</summary>
public sealed class OutputFolder : IDisposable
{
    private const string LockName = ".mlnet-transfer.lock";

    private readonly SafeFileHandle _lock;
    private readonly List<string> _files = [];

    private OutputFolder(string path, SafeFileHandle handle)
    {
        FullName = path;
        _lock = handle;
    }

    /// <summary>Absolute path of the folder.</summary>
    public string FullName { get; }

    /// <summary>The files that were written, in order.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Makes the folder where it is missing and takes hold of it.</summary>
    /// <exception cref="OutputException">It is a file, cannot be written, or another run holds it.</exception>
    public static OutputFolder Open(string path)
    {
        string fullName = Path.GetFullPath(path);
        if (File.Exists(fullName))
        {
            throw new OutputException($"The output '{path}' is a file; expected a folder. Name another one.");
        }

        string lockPath = Path.Combine(fullName, LockName);
        try
        {
            Directory.CreateDirectory(fullName);
            return Hold(fullName, File.OpenHandle(lockPath, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new OutputException($"The output folder '{path}' cannot be written: {exception.Message} Name another folder or change its permissions.", exception);
        }
        catch (IOException exception) when (File.Exists(lockPath))
        {
            throw new OutputException($"Another run is using the output folder '{path}'. Wait for it to end or name another folder.", exception);
        }
        catch (IOException exception)
        {
            throw new OutputException($"The output folder '{path}' cannot be made: {exception.Message} Name another folder.", exception);
        }
    }

    /// <summary>Writes a file beside its place, flushes it to the disk and then moves it there.</summary>
    /// <param name="name">Name within the folder.</param>
    /// <param name="write">Writes the content.</param>
    /// <returns>Path of the file.</returns>
    /// <exception cref="OutputException">It cannot be written, for instance because the disk is full; the file that was there before is untouched.</exception>
    public string Write(string name, Action<Stream> write)
    {
        string path = Path.Combine(FullName, name);
        try
        {
            WholeFile.Write(path, write);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"The file '{path}' cannot be written: {exception.Message} Make room or name another output folder.", exception);
        }

        _files.Add(path);
        return path;
    }

    /// <summary>Lets go of the folder.</summary>
    public void Dispose() => _lock.Dispose();

    private static OutputFolder Hold(string path, SafeFileHandle handle)
    {
        try
        {
            WholeFile.DeleteLeftovers(path);
            return new OutputFolder(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
