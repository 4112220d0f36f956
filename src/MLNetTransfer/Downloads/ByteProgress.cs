using MLNetTransfer.Progress;

namespace MLNetTransfer.Downloads;

// Tells a task how far a file is, whether it grows from nothing, goes on where it stopped, or starts over.
internal sealed class ByteProgress(IProgressTask task)
{
    private long _furthest;

    internal void Reach(long position)
    {
        if (position > _furthest)
        {
            task.Advance(position - _furthest);
            _furthest = position;
        }
    }
}
