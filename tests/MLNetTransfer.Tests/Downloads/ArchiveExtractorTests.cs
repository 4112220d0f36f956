using System.Formats.Tar;
using System.IO.Compression;
using MLNetTransfer.Downloads;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Tests.Downloads;

public sealed class ArchiveExtractorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Extract_Tgz_WritesFilesInFolders()
    {
        string archive = WriteTgz(tar =>
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "set/"));
            WriteFile(tar, "set/roses/1.jpg", [1, 2, 3]);
            WriteFile(tar, "./set/tulips/2.jpg", [4]);
        });

        Extract(archive);

        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder.PathOf("out", "set", "roses", "1.jpg")));
        Assert.Equal([4], File.ReadAllBytes(_folder.PathOf("out", "set", "tulips", "2.jpg")));
    }

    [Fact]
    public void Extract_Zip_WritesFilesInFolders()
    {
        string archive = WriteZip(("set/", null), ("set/roses/1.jpg", [1, 2, 3]));

        Extract(archive);

        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder.PathOf("out", "set", "roses", "1.jpg")));
    }

    [Theory]
    [InlineData("../evil.txt")]
    [InlineData("set/../../evil.txt")]
    [InlineData("/evil.txt")]
    [InlineData("set\\..\\..\\evil.txt")]
    [InlineData("C:/evil.txt")]
    [InlineData("set/\u0001.txt")]
    public void Extract_PathOutOfTheFolder_IsRefused(string name)
    {
        AssertRefused(WriteZip(("set/good.txt", [1]), (name, [1])), "leads out of the folder");
        AssertRefused(WriteTgz(tar => WriteFile(tar, name, [1])), "leads out of the folder");
        Assert.False(File.Exists(_folder.PathOf("evil.txt")));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public void Extract_LinkInTar_IsRefused(TarEntryType type)
    {
        string archive = WriteTgz(tar => tar.WriteEntry(new PaxTarEntry(type, "set/link") { LinkName = "/etc/passwd" }));

        AssertRefused(archive, "is a link");
    }

    [Fact]
    public void Extract_LinkInZip_IsRefused()
    {
        string archive = _folder.PathOf("links.zip");
        using (ZipArchive zip = ZipFile.Open(archive, ZipArchiveMode.Create))
        {
            ZipArchiveEntry entry = zip.CreateEntry("set/link");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using Stream stream = entry.Open();
            stream.Write("/etc/passwd"u8);
        }

        AssertRefused(archive, "is a link");
    }

    [Fact]
    public void Extract_MoreEntriesThanTheLimit_IsRefused()
    {
        string archive = WriteZip(("a", [1]), ("b", [1]), ("c", [1]));

        AssertRefused(archive, "more than 2 entries", new ArchiveLimits { Entries = 2 });
    }

    [Fact]
    public void Extract_MoreBytesThanTheLimit_IsRefused()
    {
        string archive = WriteTgz(tar => WriteFile(tar, "zeros", new byte[1_000_000]));

        AssertRefused(archive, "more than 1000 bytes", new ArchiveLimits { TotalBytes = 1000 });
    }

    [Fact]
    public void Extract_SameFileTwice_IsRefused() => AssertRefused(WriteZip(("a", [1]), ("./a", [2])), "is there twice");

    [Fact]
    public void Extract_CutArchive_IsRefused()
    {
        string tgz = WriteTgz(tar => WriteFile(tar, "noise", RandomBytes(100_000)));
        File.WriteAllBytes(tgz, File.ReadAllBytes(tgz)[..50_000]);
        string zip = WriteZip(("noise", RandomBytes(100_000)));
        File.WriteAllBytes(zip, File.ReadAllBytes(zip)[..50_000]);

        AssertRefused(tgz, "broken");
        AssertRefused(zip, "broken");
    }

    [Fact]
    public void Extract_NotAnArchive_IsRefused() => AssertRefused(_folder.Write("page.tgz", "<html>"u8), "broken");

    private static byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(3).NextBytes(bytes);
        return bytes;
    }

    private static void WriteFile(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });

    private void Extract(string archive, ArchiveLimits? limits = null) =>
        ArchiveExtractor.Extract(archive, _folder.PathOf("out"), limits ?? new ArchiveLimits(), NullProgressReporter.Instance, CancellationToken.None);

    private void AssertRefused(string archive, string reason, ArchiveLimits? limits = null)
    {
        DownloadException exception = Assert.Throws<DownloadException>(() => Extract(archive, limits));
        Assert.Equal(DownloadError.BadArchive, exception.Error);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_folder.FullName));
    }

    private string WriteTgz(Action<TarWriter> write)
    {
        string path = _folder.PathOf("archive.tgz");
        using FileStream file = File.Create(path);
        using GZipStream gzip = new(file, CompressionLevel.Fastest);
        using TarWriter tar = new(gzip, TarEntryFormat.Pax);
        write(tar);
        return path;
    }

    private string WriteZip(params (string Name, byte[]? Content)[] entries)
    {
        string path = _folder.PathOf("archive.zip");
        File.Delete(path);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, byte[]? content) in entries)
        {
            using Stream stream = zip.CreateEntry(name).Open();
            stream.Write(content ?? []);
        }

        return path;
    }
}
