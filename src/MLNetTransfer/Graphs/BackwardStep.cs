using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>One step of the way back.</summary>
/// <param name="Node">The node whose gradients it computes or that it runs again, null for a sum or a conversion.</param>
/// <param name="Context">What the node worked on forwards, null where there is no node.</param>
/// <param name="Run">Does it.</param>
internal readonly record struct BackwardStep(GraphNode? Node, OperatorContext? Context, Action Run);
