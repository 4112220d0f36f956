namespace MLNetTransfer.Compute.Parallelism;

/// <summary>Is told how long the passes of a <see cref="WorkerPool"/> take.</summary>
internal interface IPassObserver
{
    /// <summary>A pass is over.</summary>
    /// <param name="body">Type of the work.</param>
    /// <param name="parts">Number of parts.</param>
    /// <param name="elapsed">Time from its begin to its end.</param>
    void Ran(Type body, int parts, TimeSpan elapsed);
}
