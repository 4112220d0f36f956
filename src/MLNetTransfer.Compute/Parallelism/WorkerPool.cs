namespace MLNetTransfer.Compute.Parallelism;

/// <summary>
/// Runs numbered parts of work on a fixed number of threads. How work is cut into parts never depends on the number of threads,
/// so results do not either.
/// </summary>
public sealed class WorkerPool : IDisposable
{
    private bool _disposed;

    /// <summary>Makes a pool of the given number of threads, the calling one included.</summary>
    /// <param name="threadCount">At least 1.</param>
    public WorkerPool(int threadCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadCount, 1);
        ThreadCount = threadCount;
    }

    /// <summary>Runs everything on the calling thread.</summary>
    public static WorkerPool Sequential { get; } = new(1);

    /// <summary>Number of threads that work at the same time, the calling one included.</summary>
    public int ThreadCount { get; }

    /// <summary>Runs parts 0..<paramref name="count"/>-1 and returns when all are done.</summary>
    public void Run<TBody>(int count, TBody body)
        where TBody : struct, IParallelBody
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        for (int index = 0; index < count; index++)
        {
            body.Execute(index);
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => _disposed = true;
}
