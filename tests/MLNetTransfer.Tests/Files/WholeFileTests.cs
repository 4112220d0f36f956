using MLNetTransfer.Files;

namespace MLNetTransfer.Tests.Files;

public sealed class WholeFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Write_OldFile_StaysUntilTheNewOneIsWhole()
    {
        string path = _folder.Write("a.bin", [1]);

        WholeFile.Write(path, stream =>
        {
            stream.WriteByte(2);
            stream.Flush();
            Assert.Equal([1], File.ReadAllBytes(path));
        });

        Assert.Equal([2], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void Write_SomebodyListensForChanges_IsHeard()
    {
        string path = _folder.Write("a.bin", [1]);
        using ManualResetEventSlim heard = new();
        using FileSystemWatcher watcher = new(_folder.FullName, "a.bin") { NotifyFilter = NotifyFilters.LastWrite };
        watcher.Changed += (_, _) => heard.Set();
        watcher.EnableRaisingEvents = true;

        WholeFile.Write(path, stream => stream.WriteByte(2));

        Assert.True(heard.Wait(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Write_WriterFails_KeepsTheOldFileAndLeavesNoOther()
    {
        string path = _folder.Write("a.bin", [1]);

        Assert.Throws<InvalidTimeZoneException>(() => WholeFile.Write(path, stream =>
        {
            stream.WriteByte(2);
            throw new InvalidTimeZoneException();
        }));

        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void Write_FolderInItsPlace_FailsAndLeavesNoPart()
    {
        string path = _folder.PathOf("a.bin");
        Directory.CreateDirectory(path);

        Exception? exception = Record.Exception(() => WholeFile.Write(path, stream => stream.WriteByte(2)));

        Assert.True(exception is IOException or UnauthorizedAccessException, $"{exception}");
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    public void Dispose() => _folder.Dispose();
}
