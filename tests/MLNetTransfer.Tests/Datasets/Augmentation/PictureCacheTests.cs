using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Imaging;

namespace MLNetTransfer.Tests.Datasets.Augmentation;

public sealed class PictureCacheTests
{
    [Fact]
    public void Offer_BeyondTheRoom_KeepsWhatWasThere()
    {
        PictureCache cache = new(3, 60);
        Image first = new(4, 4);

        cache.Offer(0, first);
        cache.Offer(1, new Image(3, 3));
        cache.Offer(2, new Image(2, 2));

        Assert.Same(first, cache.Find(0));
        Assert.Null(cache.Find(1));
        Assert.NotNull(cache.Find(2));
        Assert.Equal(60, cache.Bytes);
    }

    [Fact]
    public void Offer_Twice_CountsOnce()
    {
        PictureCache cache = new(1, 100);

        cache.Offer(0, new Image(2, 2));
        cache.Offer(0, new Image(2, 2));

        Assert.Equal(12, cache.Bytes);
    }
}
