using MLNetTransfer.Imaging;

namespace MLNetTransfer.Datasets.Augmentation;

/// <summary>
/// Keeps prepared pictures until the room is used up and then those that it has: every epoch needs every picture once, and of such a sequence no policy of replacement keeps
/// more. Any number of threads may use it.
/// </summary>
internal sealed class PictureCache(int count, long capacity)
{
    private readonly Image?[] _pictures = new Image?[count];
    private long _bytes;

    /// <summary>Bytes of the pictures that are kept.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>A picture that is kept, or null.</summary>
    public Image? Find(int index) => Volatile.Read(ref _pictures[index]);

    /// <summary>Keeps a picture if there is room and it is not there yet.</summary>
    public void Offer(int index, Image picture)
    {
        long length = picture.Pixels.LongLength;
        if (Interlocked.Add(ref _bytes, length) > capacity || Interlocked.CompareExchange(ref _pictures[index], picture, null) is not null)
        {
            Interlocked.Add(ref _bytes, -length);
        }
    }
}
