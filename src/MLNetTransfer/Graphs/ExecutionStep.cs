using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>One operator with the tensors it works on.</summary>
internal readonly record struct ExecutionStep(GraphNode Node, OperatorContext Context);
