using MLNetTransfer.Packaging;

namespace MLNetTransfer.Tests.Packaging;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Open_FileInItsPlace_SaysSo()
    {
        string path = _folder.Write("out", [1]);

        OutputException exception = Assert.Throws<OutputException>(() => OutputFolder.Open(path));

        Assert.Contains("is a file", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileAsParent_IsAnOutputException()
    {
        string path = _folder.Write("out", [1]);

        Assert.Throws<OutputException>(() => OutputFolder.Open(Path.Combine(path, "inner")));
    }

    [Fact]
    public void Open_HeldByAnother_SaysSo()
    {
        using OutputFolder first = OutputFolder.Open(_folder.PathOf("out"));

        OutputException exception = Assert.Throws<OutputException>(() => OutputFolder.Open(_folder.PathOf("out")));

        Assert.Contains("Another run", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_Always_LeavesOnlyTheResults()
    {
        using (OutputFolder folder = OutputFolder.Open(_folder.PathOf("out")))
        {
            folder.Write("a.txt", stream => stream.WriteByte(65));
        }

        Assert.Equal([_folder.PathOf("out", "a.txt")], Directory.GetFiles(_folder.PathOf("out")));
    }

    [Fact]
    public void Open_LeftoverOfAKilledRun_IsDeletedAndNothingElse()
    {
        _folder.Write("out/model.zip.4711.mlnet-transfer.tmp", [1]);
        string mine = _folder.Write("out/notes.4711.tmp", [1]);

        using (OutputFolder.Open(_folder.PathOf("out")))
        {
        }

        Assert.Equal([mine], Directory.GetFiles(_folder.PathOf("out")));
    }

    [Fact]
    public void Write_WriterFails_KeepsTheOldFileAndLeavesNoOther()
    {
        using OutputFolder folder = OutputFolder.Open(_folder.PathOf("out"));
        folder.Write("a.txt", stream => stream.WriteByte(65));

        Assert.Throws<OutputException>(() => folder.Write("a.txt", stream =>
        {
            stream.WriteByte(66);
            throw new IOException("No space left on device");
        }));

        Assert.Equal([65], File.ReadAllBytes(_folder.PathOf("out", "a.txt")));
        Assert.Empty(Directory.GetFiles(_folder.PathOf("out"), "*.tmp"));
    }

    public void Dispose() => _folder.Dispose();
}
