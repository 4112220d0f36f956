namespace MLNetTransfer.Graphs;

/// <summary>A part of a forward pass.</summary>
/// <param name="Steps">Its steps, conversions between memory formats included.</param>
/// <param name="Trace">Its nodes, views included.</param>
internal sealed record ForwardSegment(IReadOnlyList<TracedNode> Steps, IReadOnlyList<TracedNode> Trace);
