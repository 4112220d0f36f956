using MLNetTransfer.Compute.Tensors;

namespace MLNetTransfer.Graphs;

/// <summary>A tensor to be: its shape and format, and the memory it will lie in.</summary>
internal sealed record PlannedValue(Shape Shape, MemoryFormat Format, PlannedStorage Storage);
