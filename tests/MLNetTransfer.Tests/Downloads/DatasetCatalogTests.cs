using System.IO.Compression;
using MLNetTransfer.Downloads;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Tests.Downloads;

public sealed class DatasetCatalogTests
{
    [Fact]
    public void Load_Embedded_HasTheKnownSets()
    {
        DatasetCatalog catalog = DatasetCatalog.Load();

        Assert.Equal(["shapes", "flower_photos", "hotdog", "cats_and_dogs"], catalog.Entries.Select(entry => entry.Name));
        Assert.All(catalog.Entries.Where(entry => entry.Archive is not null), entry => Assert.Equal("https", entry.Archive!.Url.Scheme));
        Assert.Equal("hotdog", catalog.Find("HotDog")!.Name);
        Assert.Equal("flower_photos", catalog.Find("flower-photos")!.Name);
        Assert.Null(catalog.Find("nosuch"));
    }

    [Fact]
    public async Task GetAsync_CopyOfTheArchive_IsUnpackedOnce()
    {
        using TemporaryFolder folder = new();
        string archive = folder.PathOf("hotdog.zip");
        using (ZipArchive zip = ZipFile.Open(archive, ZipArchiveMode.Create))
        {
            using Stream stream = zip.CreateEntry("hotdog/train/hotdog/1.png").Open();
            stream.Write([1, 2, 3]);
        }

        DatasetCatalog catalog = DatasetCatalog.Load();
        DatasetEntry known = catalog.Find("hotdog")!;
        DatasetEntry entry = known with { Archive = known.Archive! with { Sha1 = null, Sha256 = FileVerifier.Sha256Of(archive), Bytes = null } };
        DownloadCache cache = new(folder.PathOf("cache"));
        Assert.Null(catalog.Locate(entry, cache));

        string path = await catalog.GetAsync(entry, cache, archive, NullProgressReporter.Instance, CancellationToken.None);

        Assert.True(File.Exists(Path.Combine(path, "train", "hotdog", "1.png")));
        Assert.Equal(path, catalog.Locate(entry, cache));
        Assert.Equal(path, await catalog.GetAsync(entry, cache, null, NullProgressReporter.Instance, CancellationToken.None));
    }
}
