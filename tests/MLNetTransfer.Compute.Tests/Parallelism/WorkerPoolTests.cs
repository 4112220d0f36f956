using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Tests.Parallelism;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_AnyCount_DoesEachPartOnce(int threads)
    {
        using WorkerPool pool = new(threads);
        for (int count = 0; count < 200; count++)
        {
            int[] visits = new int[count];
            pool.Run(count, new Counting(visits));
            Assert.All(visits, visit => Assert.Equal(1, visit));
        }
    }

    [Fact]
    public void Run_AfterAPause_WakesTheThreads()
    {
        using WorkerPool pool = new(3);
        for (int round = 0; round < 5; round++)
        {
            Thread.Sleep(20);
            int[] visits = new int[50];
            pool.Run(50, new Counting(visits));
            Assert.All(visits, visit => Assert.Equal(1, visit));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_PartThrows_HandsTheExceptionOnAndStaysUsable(int threads)
    {
        using WorkerPool pool = new(threads);
        for (int round = 0; round < 20; round++)
        {
            InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => pool.Run(100, new Throwing(57)));
            Assert.Equal("57", exception.Message);
        }

        int[] visits = new int[10];
        pool.Run(10, new Counting(visits));
        Assert.All(visits, visit => Assert.Equal(1, visit));
    }

    [Fact]
    public void Run_FromSeveralThreadsAtOnce_AllFinish()
    {
        using WorkerPool pool = new(2);
        Thread[] callers = new Thread[4];
        int[][] visits = new int[callers.Length][];
        for (int caller = 0; caller < callers.Length; caller++)
        {
            int[] own = visits[caller] = new int[64];
            callers[caller] = new Thread(() =>
            {
                for (int round = 0; round < 500; round++)
                {
                    pool.Run(own.Length, new Counting(own));
                }
            });
            callers[caller].Start();
        }

        foreach (Thread caller in callers)
        {
            Assert.True(caller.Join(TimeSpan.FromSeconds(60)), "A caller is stuck.");
        }

        Assert.All(visits, own => Assert.All(own, visit => Assert.Equal(500, visit)));
    }

    [Fact]
    public void Run_WithinAPart_RunsThere()
    {
        using WorkerPool pool = new(2);
        int[] visits = new int[64];
        pool.Run(8, new Nesting(pool, visits));
        Assert.All(visits, visit => Assert.Equal(8, visit));
    }

    [Fact]
    public void Run_Repeated_AllocatesNothing()
    {
        using WorkerPool pool = new(2);
        int[] visits = new int[100];
        pool.Run(visits.Length, new Counting(visits));
        long before = GC.GetAllocatedBytesForCurrentThread();
        pool.Run(visits.Length, new Counting(visits));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Run_Disposed_IsRefused()
    {
        WorkerPool pool = new(2);
        pool.Dispose();
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Run(2, new Counting(new int[2])));
    }

    [Fact]
    public void Dispose_OfTheSharedPool_DoesNothing()
    {
        WorkerPool.Sequential.Dispose();
        int[] visits = new int[2];
        WorkerPool.Sequential.Run(2, new Counting(visits));
        Assert.Equal([1, 1], visits);
    }

    [Fact]
    public void Constructor_NoThread_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(0));

    private readonly struct Counting(int[] visits) : IParallelBody
    {
        public void Execute(int index) => Interlocked.Increment(ref visits[index]);
    }

    private readonly struct Throwing(int thrower) : IParallelBody
    {
        public void Execute(int index)
        {
            if (index == thrower)
            {
                throw new InvalidOperationException(index.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }

    private readonly struct Nesting(WorkerPool pool, int[] visits) : IParallelBody
    {
        public void Execute(int index) => pool.Run(visits.Length, new Counting(visits));
    }
}
