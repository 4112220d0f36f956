namespace MLNetTransfer.Compute.Parallelism;

/// <summary>A body behind a virtual call, so that threads that do not know its type can run it.</summary>
internal abstract class ParallelJob
{
    /// <summary>Does part <paramref name="index"/>.</summary>
    public abstract void Execute(int index);
}
