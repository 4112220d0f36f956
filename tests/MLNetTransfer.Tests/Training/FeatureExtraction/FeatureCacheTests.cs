using MLNetTransfer.Training.FeatureExtraction;

namespace MLNetTransfer.Tests.Training.FeatureExtraction;

public sealed class FeatureCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Open_AfterAdd_FindsTheRowsOfAnEarlierRun()
    {
        using (FeatureCache cache = Open())
        {
            cache.Add(Key(1), [1, 2, 3]);
            cache.Add(Key(2), [4, 5, 6]);
        }

        using FeatureCache again = Open();

        Assert.Equal(2, again.Count);
        Assert.True(again.TryFind(Key(2), out int row));
        Assert.Equal([4f, 5, 6], Read(again, row));
        Assert.False(again.TryFind(Key(3), out _));
    }

    [Fact]
    public void Add_SameKeyTwice_KeepsOneRow()
    {
        using FeatureCache cache = Open();

        int first = cache.Add(Key(1), [1, 2, 3]);
        int second = cache.Add(Key(1), [1, 2, 3]);

        Assert.Equal(first, second);
        Assert.Equal(1, cache.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(12)]
    public void Open_RowsCutShort_KeepsTheWholeRowsBeforeTheCut(int missingBytes)
    {
        using (FeatureCache cache = Open())
        {
            cache.Add(Key(1), [1, 2, 3]);
            cache.Add(Key(2), [4, 5, 6]);
        }

        using (FileStream rows = new(_folder.PathOf("name.rows"), FileMode.Open))
        {
            rows.SetLength(rows.Length - missingBytes);
        }

        using FeatureCache again = Open();

        Assert.Equal(1, again.Count);
        Assert.True(again.TryFind(Key(1), out _));
        int row = again.Add(Key(2), [7, 8, 9]);
        Assert.Equal([7f, 8, 9], Read(again, row));
    }

    [Fact]
    public void Open_RowOverwritten_DropsItAndWhatFollows()
    {
        using (FeatureCache cache = Open())
        {
            cache.Add(Key(1), [1, 2, 3]);
            cache.Add(Key(2), [4, 5, 6]);
        }

        using (FileStream rows = new(_folder.PathOf("name.rows"), FileMode.Open))
        {
            rows.Position = 13;
            rows.WriteByte(0x55);
        }

        using FeatureCache again = Open();

        Assert.Equal(1, again.Count);
        Assert.False(again.TryFind(Key(2), out _));
    }

    [Fact]
    public void Open_OtherFeatureLength_BeginsAnew()
    {
        using (FeatureCache cache = Open())
        {
            cache.Add(Key(1), [1, 2, 3]);
        }

        using FeatureCache again = FeatureCache.Open(_folder.FullName, "name", 4);

        Assert.Equal(0, again.Count);
    }

    [Fact]
    public void Open_WhileOpen_IsRefused()
    {
        using FeatureCache cache = Open();

        Assert.ThrowsAny<IOException>(() => Open());
    }

    [Fact]
    public void EndAdding_OtherOpens_BothReadAndTheOtherAdds()
    {
        using FeatureCache first = Open();
        first.Add(new ContentKey(1, 1), [1, 2, 3]);
        first.EndAdding();
        using FeatureCache second = Open();
        second.Add(new ContentKey(2, 2), [4, 5, 6]);

        float[] row = new float[3];
        first.Read(0, row);
        Assert.Equal([1, 2, 3], row);
        Assert.True(second.TryFind(new ContentKey(1, 1), out int found));
        second.Read(found, row);
        Assert.Equal([1, 2, 3], row);
        Assert.False(first.TryFind(new ContentKey(2, 2), out _));
        Assert.Throws<InvalidOperationException>(() => first.Add(new ContentKey(3, 3), [7, 8, 9]));
        Assert.ThrowsAny<IOException>(() => Open());
    }

    [Fact]
    public void Add_FromSeveralThreads_KeepsEveryRowWithItsKey()
    {
        using FeatureCache cache = Open();

        Parallel.For(0, 500, index => cache.Add(Key(index % 100), [index % 100, 0, 1]));

        Assert.Equal(100, cache.Count);
        for (int index = 0; index < 100; index++)
        {
            Assert.True(cache.TryFind(Key(index), out int row));
            Assert.Equal([index, 0f, 1], Read(cache, row));
        }
    }

    [Fact]
    public void OpenTemporary_Disposed_LeavesNothing()
    {
        string[] before = Directory.GetFiles(Path.GetTempPath(), "mlnet-transfer-features-*");
        using (FeatureCache cache = FeatureCache.OpenTemporary(3))
        {
            cache.Add(Key(1), [1, 2, 3]);
            Assert.Equal([1f, 2, 3], Read(cache, 0));
        }

        Assert.Equal(before, Directory.GetFiles(Path.GetTempPath(), "mlnet-transfer-features-*"));
    }

    public void Dispose() => _folder.Dispose();

    private static ContentKey Key(int number) => ContentKey.Of(BitConverter.GetBytes(number));

    private static float[] Read(FeatureCache cache, int row)
    {
        float[] features = new float[cache.FeatureLength];
        cache.Read(row, features);
        return features;
    }

    private FeatureCache Open() => FeatureCache.Open(_folder.FullName, "name", 3);
}
