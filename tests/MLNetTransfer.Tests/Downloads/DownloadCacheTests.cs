using MLNetTransfer.Downloads;

namespace MLNetTransfer.Tests.Downloads;

public sealed class DownloadCacheTests
{
    [Theory]
    [InlineData("/chosen", "/xdg", null, false, "/chosen")]
    [InlineData(null, "/xdg", null, false, "/xdg/mlnet-transfer")]
    [InlineData(null, "relative", null, false, "/home/someone/.cache/mlnet-transfer")]
    [InlineData(null, null, null, false, "/home/someone/.cache/mlnet-transfer")]
    [InlineData(null, "/xdg", null, true, "/home/someone/Library/Caches/mlnet-transfer")]
    [InlineData("", null, "/AppData/Local", false, "/AppData/Local/mlnet-transfer/cache")]
    public void FolderForUser_EachPlatform_IsItsPlaceForCaches(string? chosen, string? xdg, string? localApplicationData, bool isMacOS, string expected)
    {
        string folder = DownloadCache.FolderForUser(name => name == DownloadCache.FolderVariable ? chosen : xdg, "/home/someone", localApplicationData, isMacOS);

        Assert.Equal(expected, folder.Replace('\\', '/'));
    }

    [Fact]
    public void Find_FileOfAnotherSize_CountsAsAbsent()
    {
        using TemporaryFolder folder = new();
        DownloadCache cache = new(folder.FullName);
        CatalogEntry entry = new() { Name = "n", Kind = CatalogKind.Backbone, Description = "d", Licence = "l", Url = new Uri("https://example.org/n.onnx"), Bytes = 3 };
        folder.Write("backbones/n.onnx", [1, 2]);

        Assert.Null(cache.Find(entry));
        Assert.Equal(folder.PathOf("backbones", "n.onnx"), cache.Find(entry with { Bytes = 2 }));
    }
}
