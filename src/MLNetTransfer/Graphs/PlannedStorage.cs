using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Graphs;

/// <summary>A piece of memory in a plan; several values may lie in it, one after the other or as views.</summary>
internal sealed class PlannedStorage
{
    /// <summary>Number of the buffer in the arena.</summary>
    public int Buffer { get; init; } = -1;

    /// <summary>Set for what does not lie in the arena.</summary>
    public Tensor? Tensor { get; init; }

    /// <summary>Reads that are still to come; for gradients, values whose gradient it is.</summary>
    public int Reads { get; set; }
}
