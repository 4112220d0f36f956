using MLNetTransfer.Compute.Tensors;
using MLNetTransfer.Operators;

namespace MLNetTransfer.Graphs;

/// <summary>A node of a forward pass as it was planned, which is what its backward pass needs to know.</summary>
/// <param name="Node">The node.</param>
/// <param name="Facts">One fact an input, null where it is left out.</param>
/// <param name="Inputs">One <see cref="PlannedValue"/> or constant <see cref="Tensor"/> an input, null where it is left out.</param>
/// <param name="Outputs">One value an output, null where it is left out.</param>
/// <param name="Wanted">One flag an input: whether its gradient is wanted.</param>
/// <param name="Step">Number of the step, -1 for a view, which needs none.</param>
/// <param name="WorkspaceLength">Floats of scratch memory that the forward pass wants.</param>
/// <param name="RepeatOf">Number of the step that this one repeats on the way back, -1 for none.</param>
internal sealed record TracedNode(
    GraphNode Node,
    TensorFact?[] Facts,
    object?[] Inputs,
    PlannedValue?[] Outputs,
    bool[] Wanted,
    int Step,
    int WorkspaceLength,
    int RepeatOf = -1);
