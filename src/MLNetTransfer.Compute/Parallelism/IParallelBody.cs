namespace MLNetTransfer.Compute.Parallelism;

/// <summary>One pass of work that is divided into numbered parts; a struct, so that dispatching it allocates nothing.</summary>
public interface IParallelBody
{
    /// <summary>Does part <paramref name="index"/>. Parts run in any order and at the same time, so each writes only what is its own.</summary>
    void Execute(int index);
}
