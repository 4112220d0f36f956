namespace MLNetTransfer.Compute.Parallelism;

/// <summary>Holds a body for the length of a pass. One instance of each type is kept for the next pass, so that running allocates nothing.</summary>
internal sealed class ParallelJob<TBody> : ParallelJob
    where TBody : struct, IParallelBody
{
    private static ParallelJob<TBody>? _spare;

    private TBody _body;

    /// <summary>Takes the spare instance, or makes one.</summary>
    public static ParallelJob<TBody> Rent(in TBody body)
    {
        ParallelJob<TBody> job = Interlocked.Exchange(ref _spare, null) ?? new ParallelJob<TBody>();
        job._body = body;
        return job;
    }

    /// <summary>Gives the instance back and lets go of what the body held.</summary>
    public void Return()
    {
        _body = default;
        Volatile.Write(ref _spare, this);
    }

    /// <inheritdoc/>
    public override void Execute(int index) => _body.Execute(index);
}
