using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace MLNetTransfer.Compute.Parallelism;

/// <summary>
/// Runs numbered parts of work on a fixed number of threads. How work is cut into parts never depends on the number of threads,
/// so results do not either. A pool serves one pass at a time: a caller that finds it busy (another thread, or a part of a running pass)
/// does its parts alone.
/// </summary>
public sealed class WorkerPool : IDisposable
{
    // Of _entrance: set while there is no pass to join; the other bits count the workers inside.
    private const int Closed = int.MinValue;

    private const int SpinsBeforeWaiting = 40;

    private readonly Thread[] _threads;
    private readonly object _gate = new();
    private readonly bool _isShared;
    private ParallelJob? _job;
    private ExceptionDispatchInfo? _failure;
    private int _count;
    private int _next;
    private int _entrance = Closed;
    private int _generation;
    private int _waiting;
    private int _busy;
    private bool _disposed;

    /// <summary>Makes a pool of the given number of threads, the calling one included.</summary>
    /// <param name="threadCount">At least 1.</param>
    public WorkerPool(int threadCount)
        : this(threadCount, isShared: false)
    {
    }

    private WorkerPool(int threadCount, bool isShared)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadCount, 1);
        ThreadCount = threadCount;
        _isShared = isShared;
        _threads = new Thread[threadCount - 1];
        for (int index = 0; index < _threads.Length; index++)
        {
            _threads[index] = new Thread(Work) { IsBackground = true, Name = "MLNetTransfer worker" };
            _threads[index].Start();
        }
    }

    /// <summary>Runs everything on the calling thread. Disposing it does nothing.</summary>
    public static WorkerPool Sequential { get; } = new(1, isShared: true);

    /// <summary>Number of threads that work at the same time, the calling one included.</summary>
    public int ThreadCount { get; }

    /// <summary>Is told of every pass; null for nobody.</summary>
    internal IPassObserver? Observer { get; set; }

    /// <summary>
    /// Runs parts 0..<paramref name="count"/>-1 and returns when all are done. When a part throws, those that have not begun are left out and the first
    /// exception comes out here.
    /// </summary>
    /// <param name="count">Number of parts; none are run when it is not positive.</param>
    /// <param name="body">The work; every thread uses the same copy of it.</param>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public void Run<TBody>(int count, TBody body)
        where TBody : struct, IParallelBody
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        if (Observer is IPassObserver observer)
        {
            long start = Stopwatch.GetTimestamp();
            RunParts(count, body);
            observer.Ran(typeof(TBody), count, Stopwatch.GetElapsedTime(start));
            return;
        }

        RunParts(count, body);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (_isShared || _disposed)
        {
            return;
        }

        Volatile.Write(ref _disposed, true);
        Announce();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    private void RunParts<TBody>(int count, TBody body)
        where TBody : struct, IParallelBody
    {
        if (count <= 1 || _threads.Length == 0 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            for (int index = 0; index < count; index++)
            {
                body.Execute(index);
            }

            return;
        }

        ParallelJob<TBody> job = ParallelJob<TBody>.Rent(body);
        try
        {
            Open(job, count);
            ExecuteParts();
            CloseAndWait();
        }
        finally
        {
            ExceptionDispatchInfo? failure = _failure;
            _failure = null;
            _job = null;
            job.Return();
            Volatile.Write(ref _busy, 0);
            failure?.Throw();
        }
    }

    private void Open(ParallelJob job, int count)
    {
        _job = job;
        _count = count;
        _next = 0;
        Volatile.Write(ref _entrance, 0);
        Announce();
    }

    private void Announce()
    {
        Interlocked.Increment(ref _generation);
        if (Volatile.Read(ref _waiting) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void CloseAndWait()
    {
        Interlocked.Or(ref _entrance, Closed);
        SpinWait spin = default;
        while (Volatile.Read(ref _entrance) != Closed)
        {
            if (spin.Count < SpinsBeforeWaiting)
            {
                spin.SpinOnce(sleep1Threshold: -1);
                continue;
            }

            lock (_gate)
            {
                Interlocked.Increment(ref _waiting);
                while (Volatile.Read(ref _entrance) != Closed)
                {
                    Monitor.Wait(_gate);
                }

                Interlocked.Decrement(ref _waiting);
            }
        }
    }

    private void ExecuteParts()
    {
        try
        {
            for (int index = Interlocked.Increment(ref _next) - 1; index < _count; index = Interlocked.Increment(ref _next) - 1)
            {
                _job!.Execute(index);
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            Volatile.Write(ref _next, _count);
        }
    }

    private void Work()
    {
        int seen = 0;
        while (true)
        {
            seen = AwaitGenerationAfter(seen);
            if (Volatile.Read(ref _disposed))
            {
                return;
            }

            if (TryEnter())
            {
                ExecuteParts();
                if (Interlocked.Decrement(ref _entrance) == Closed && Volatile.Read(ref _waiting) > 0)
                {
                    lock (_gate)
                    {
                        Monitor.PulseAll(_gate);
                    }
                }
            }
        }
    }

    private int AwaitGenerationAfter(int seen)
    {
        SpinWait spin = default;
        int generation;
        while ((generation = Volatile.Read(ref _generation)) == seen)
        {
            if (spin.Count < SpinsBeforeWaiting)
            {
                spin.SpinOnce(sleep1Threshold: -1);
                continue;
            }

            lock (_gate)
            {
                Interlocked.Increment(ref _waiting);
                while (Volatile.Read(ref _generation) == seen)
                {
                    Monitor.Wait(_gate);
                }

                Interlocked.Decrement(ref _waiting);
            }
        }

        return generation;
    }

    // A worker that comes late finds the pass closed and does not hold up the caller.
    private bool TryEnter()
    {
        int entrance = Volatile.Read(ref _entrance);
        while (entrance >= 0)
        {
            int found = Interlocked.CompareExchange(ref _entrance, entrance + 1, entrance);
            if (found == entrance)
            {
                return true;
            }

            entrance = found;
        }

        return false;
    }
}
