using System.Security.Cryptography;
using MLNetTransfer.Downloads;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Tests.Downloads;

public sealed class DownloaderTests : IDisposable
{
    private static readonly DownloaderOptions Impatient = new() { RetryDelay = TimeSpan.Zero, Retries = 3, IdleTimeout = TimeSpan.FromSeconds(5) };

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _content = MakeContent(300_000, 7);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GetAsync_FileOnServer_ArrivesWhole()
    {
        await using LocalHttpServer server = new(_content);
        using Downloader downloader = MakeDownloader();

        string path = await downloader.GetAsync(EntryOf(server), CancellationToken.None);

        Assert.Equal(_content, await File.ReadAllBytesAsync(path));
        Assert.Equal([path], FilesInCache());
    }

    [Fact]
    public async Task GetAsync_FileInCache_AsksNobody()
    {
        await using LocalHttpServer server = new(_content);
        using Downloader downloader = MakeDownloader();
        await downloader.GetAsync(EntryOf(server), CancellationToken.None);

        await downloader.GetAsync(EntryOf(server), CancellationToken.None);

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task GetAsync_ConnectionCut_GoesOnWhereItStopped()
    {
        await using LocalHttpServer server = new(_content) { EntityTag = "\"one\"" };
        server.CutAfter.Enqueue(100_000);
        using Downloader downloader = MakeDownloader();

        string path = await downloader.GetAsync(EntryOf(server), CancellationToken.None);

        Assert.Equal(_content, await File.ReadAllBytesAsync(path));
        Assert.Equal(2, server.Requests.Count);
        Assert.Contains("Range: bytes=100000-", server.Requests[1], StringComparison.Ordinal);
        Assert.Contains("If-Range: \"one\"", server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_ConnectionCutTooOften_KeepsThePartForTheNextRun()
    {
        await using LocalHttpServer server = new(_content);
        for (int i = 0; i < 4; i++)
        {
            server.CutAfter.Enqueue(10_000);
        }

        using Downloader downloader = MakeDownloader();
        DownloadException exception = await Assert.ThrowsAsync<DownloadException>(() => downloader.GetAsync(EntryOf(server), CancellationToken.None));
        Assert.Equal(DownloadError.Unreachable, exception.Error);
        Assert.Contains("backbones get network --from FILE", exception.Message, StringComparison.Ordinal);

        string path = await downloader.GetAsync(EntryOf(server), CancellationToken.None);

        Assert.Equal(_content, await File.ReadAllBytesAsync(path));
        Assert.Contains("Range: bytes=40000-", server.Requests[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_FileChangedMeanwhile_StartsOver()
    {
        await using LocalHttpServer server = new(MakeContent(300_000, 8)) { EntityTag = "\"old\"" };
        for (int i = 0; i < 4; i++)
        {
            server.CutAfter.Enqueue(10_000);
        }

        using Downloader downloader = MakeDownloader();
        CatalogEntry entry = EntryOf(server);
        await Assert.ThrowsAsync<DownloadException>(() => downloader.GetAsync(entry, CancellationToken.None));
        server.Content = _content;
        server.EntityTag = "\"new\"";

        string path = await downloader.GetAsync(entry, CancellationToken.None);

        Assert.Equal(_content, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task GetAsync_ServerWithoutRanges_StartsOver()
    {
        await using LocalHttpServer server = new(_content) { IgnoresRanges = true };
        server.CutAfter.Enqueue(100_000);
        using Downloader downloader = MakeDownloader();

        string path = await downloader.GetAsync(EntryOf(server), CancellationToken.None);

        Assert.Equal(_content, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task GetAsync_OtherContent_SaysBothChecksumsAndLeavesNothing()
    {
        await using LocalHttpServer server = new(MakeContent(300_000, 9));
        using Downloader downloader = MakeDownloader();

        DownloadException exception = await Assert.ThrowsAsync<DownloadException>(() => downloader.GetAsync(EntryOf(server), CancellationToken.None));

        Assert.Equal(DownloadError.WrongChecksum, exception.Error);
        Assert.Contains(Sha256(_content), exception.Message, StringComparison.Ordinal);
        Assert.Contains(Sha256(server.Content), exception.Message, StringComparison.Ordinal);
        Assert.Empty(FilesInCache());
    }

    [Fact]
    public async Task GetAsync_OtherLength_IsRefusedBeforeItIsRead()
    {
        await using LocalHttpServer server = new(MakeContent(300_001, 9));
        using Downloader downloader = MakeDownloader();

        DownloadException exception = await Assert.ThrowsAsync<DownloadException>(() => downloader.GetAsync(EntryOf(server), CancellationToken.None));

        Assert.Equal(DownloadError.WrongSize, exception.Error);
        Assert.Contains("found 300001 bytes, expected 300000", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_UnknownSizeAboveTheLimit_IsNotReadFurther()
    {
        await using LocalHttpServer server = new(_content);
        using Downloader downloader = new(Cache(), NullProgressReporter.Instance, Impatient with { MaximumUnknownBytes = 1000 });

        DownloadException exception = await Assert.ThrowsAsync<DownloadException>(() => downloader.GetAsync(EntryOf(server) with { Bytes = null }, CancellationToken.None));

        Assert.Equal(DownloadError.WrongSize, exception.Error);
    }

    [Theory]
    [InlineData(404, 1)]
    [InlineData(403, 1)]
    public async Task GetAsync_ServerRefuses_IsNotAskedAgain(int status, int requests)
    {
        await using LocalHttpServer server = new(_content);
        server.Statuses.Enqueue(status);
        using Downloader downloader = MakeDownloader();

        DownloadException exception = await Assert.ThrowsAsync<DownloadException>(() => downloader.GetAsync(EntryOf(server), CancellationToken.None));

        Assert.Equal(DownloadError.Refused, exception.Error);
        Assert.Contains($"HTTP status {status}", exception.Message, StringComparison.Ordinal);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task GetAsync_ServerBusy_IsAskedAgain()
    {
        await using LocalHttpServer server = new(_content);
        server.Statuses.Enqueue(503);
        using Downloader downloader = MakeDownloader();

        string path = await downloader.GetAsync(EntryOf(server), CancellationToken.None);

        Assert.Equal(_content, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task GetAsync_RedirectToOtherScheme_IsRefused()
    {
        await using LocalHttpServer server = new(_content) { Location = "ftp://127.0.0.1/network.onnx" };
        server.Statuses.Enqueue(302);
        using Downloader downloader = MakeDownloader();

        DownloadException exception = await Assert.ThrowsAsync<DownloadException>(() => downloader.GetAsync(EntryOf(server), CancellationToken.None));

        Assert.Equal(DownloadError.Redirected, exception.Error);
    }

    [Fact]
    public async Task GetAsync_RedirectWithinTheScheme_IsFollowed()
    {
        await using LocalHttpServer server = new(_content) { Location = "/elsewhere/network.onnx" };
        server.Statuses.Enqueue(302);
        using Downloader downloader = MakeDownloader();

        string path = await downloader.GetAsync(EntryOf(server), CancellationToken.None);

        Assert.Equal(_content, await File.ReadAllBytesAsync(path));
        Assert.StartsWith("GET /elsewhere/network.onnx ", server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_RedirectInACircle_Ends()
    {
        await using LocalHttpServer server = new(_content) { Location = "/files/network.onnx" };
        for (int i = 0; i < 10; i++)
        {
            server.Statuses.Enqueue(301);
        }

        using Downloader downloader = MakeDownloader();

        DownloadException exception = await Assert.ThrowsAsync<DownloadException>(() => downloader.GetAsync(EntryOf(server), CancellationToken.None));

        Assert.Equal(DownloadError.Redirected, exception.Error);
    }

    [Fact]
    public async Task GetAsync_NobodyListens_SaysTheCommandForACopy()
    {
        Uri address;
        await using (LocalHttpServer server = new(_content))
        {
            address = server.Address;
        }

        using Downloader downloader = MakeDownloader();

        DownloadException exception = await Assert.ThrowsAsync<DownloadException>(() => downloader.GetAsync(EntryOf(address), CancellationToken.None));

        Assert.Equal(DownloadError.Unreachable, exception.Error);
        Assert.Contains("mlnet-transfer backbones get network --from FILE", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_SilentServer_IsGivenUp()
    {
        await using LocalHttpServer server = new(_content) { IsSilent = true };
        using Downloader downloader = new(Cache(), NullProgressReporter.Instance, Impatient with { IdleTimeout = TimeSpan.FromMilliseconds(100), Retries = 0 });

        DownloadException exception = await Assert.ThrowsAsync<DownloadException>(() => downloader.GetAsync(EntryOf(server), CancellationToken.None));

        Assert.Equal(DownloadError.Unreachable, exception.Error);
    }

    [Fact]
    public async Task GetAsync_Cancelled_Stops()
    {
        await using LocalHttpServer server = new(_content) { IsSilent = true };
        using Downloader downloader = MakeDownloader();
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => downloader.GetAsync(EntryOf(server), stop.Token));
    }

    [Fact]
    public async Task GetAsync_NoPublishedChecksum_RecordsTheOneFound()
    {
        await using LocalHttpServer server = new(_content);
        using Downloader downloader = MakeDownloader();

        string path = await downloader.GetAsync(EntryOf(server) with { Sha256 = null }, CancellationToken.None);

        Assert.StartsWith(Sha256(_content), await File.ReadAllTextAsync(path + ".sha256"), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_RightFile_IsTaken()
    {
        using Downloader downloader = MakeDownloader();
        string copy = _folder.Write("elsewhere/copy.bin", _content);

        string path = downloader.Import(EntryOf(new Uri("http://127.0.0.1/network.onnx")), copy, CancellationToken.None);

        Assert.Equal(_content, File.ReadAllBytes(path));
        Assert.True(File.Exists(copy));
    }

    [Fact]
    public void Import_WrongFile_LeavesWhatWasThere()
    {
        using Downloader downloader = MakeDownloader();
        CatalogEntry entry = EntryOf(new Uri("http://127.0.0.1/network.onnx"));
        string path = downloader.Import(entry, _folder.Write("elsewhere/copy.bin", _content), CancellationToken.None);
        byte[] other = [.. _content];
        other[5] ^= 1;
        string wrong = _folder.Write("elsewhere/wrong.bin", other);

        DownloadException exception = Assert.Throws<DownloadException>(() => downloader.Import(entry, wrong, CancellationToken.None));

        Assert.Equal(DownloadError.WrongChecksum, exception.Error);
        Assert.True(File.Exists(wrong));
        Assert.Equal(_content, File.ReadAllBytes(path));
    }

    [Fact]
    public void Import_OnlySha1Known_IsCheckedByIt()
    {
        using Downloader downloader = MakeDownloader();
#pragma warning disable CA5350 // The publisher's checksum is what it is.
        string sha1 = Convert.ToHexStringLower(SHA1.HashData(_content));
#pragma warning restore CA5350
        CatalogEntry entry = EntryOf(new Uri("http://127.0.0.1/set.zip")) with { Sha256 = null, Sha1 = sha1 };
        byte[] other = [.. _content];
        other[5] ^= 1;

        DownloadException exception = Assert.Throws<DownloadException>(() => downloader.Import(entry, _folder.Write("wrong.bin", other), CancellationToken.None));
        Assert.Contains("SHA-1", exception.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(downloader.Import(entry, _folder.Write("right.bin", _content), CancellationToken.None)));
    }

    private static byte[] MakeContent(int length, int seed)
    {
        byte[] content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private DownloadCache Cache() => new(_folder.PathOf("cache"));

    private Downloader MakeDownloader() => new(Cache(), NullProgressReporter.Instance, Impatient);

    private CatalogEntry EntryOf(LocalHttpServer server) => EntryOf(server.Address);

    private CatalogEntry EntryOf(Uri address) => new()
    {
        Name = "network",
        Kind = CatalogKind.Backbone,
        Description = "A network",
        Licence = "none",
        Url = address,
        Bytes = _content.Length,
        Sha256 = Sha256(_content),
    };

    private string[] FilesInCache() => Directory.GetFiles(_folder.PathOf("cache"), "*", SearchOption.AllDirectories);
}
