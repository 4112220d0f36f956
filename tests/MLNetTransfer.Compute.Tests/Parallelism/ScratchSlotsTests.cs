using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Parallelism;

public sealed class ScratchSlotsTests
{
    [Fact]
    public void Take_SomeReturned_GivesTheFirstFree()
    {
        int taken = 0;
        Assert.Equal([0, 1, 2], new[] { ScratchSlots.Take(ref taken, 4), ScratchSlots.Take(ref taken, 4), ScratchSlots.Take(ref taken, 4) });
        ScratchSlots.Return(ref taken, 1);
        Assert.Equal(1, ScratchSlots.Take(ref taken, 4));
        Assert.Equal(3, ScratchSlots.Take(ref taken, 4));
    }

    [Fact]
    public void Take_AllSlots_AreDifferent()
    {
        int taken = 0;
        Assert.Equal(Enumerable.Range(0, ScratchSlots.Most), Enumerable.Range(0, ScratchSlots.Most).Select(_ => ScratchSlots.Take(ref taken, ScratchSlots.Most)));
    }

    [Fact]
    public void Take_MoreThreadsThanSlots_NeverSharesOne()
    {
        int taken = 0;
        int[] users = new int[2];
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            int slot = ScratchSlots.Take(ref taken, users.Length);
            Assert.Equal(1, Interlocked.Increment(ref users[slot]));
            Interlocked.Decrement(ref users[slot]);
            ScratchSlots.Return(ref taken, slot);
        });
        Assert.Equal(0, taken);
    }
}
