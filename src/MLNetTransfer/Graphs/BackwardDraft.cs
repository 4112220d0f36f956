namespace MLNetTransfer.Graphs;

/// <summary>A planned step of the way back.</summary>
internal abstract record BackwardDraft;

/// <summary>An operator run backwards.</summary>
/// <param name="Node">The node as it ran forwards.</param>
/// <param name="Given">Gradients of its outputs.</param>
/// <param name="Targets">Gradients of its inputs, null where none is wanted.</param>
/// <param name="Priors">What is to be added to them.</param>
/// <param name="MayOverwrite">Whether nothing reads the first gradient that is given afterwards.</param>
/// <param name="WorkspaceLength">Floats of scratch memory.</param>
internal sealed record OperatorDraft(
    TracedNode Node, PlannedValue?[] Given, PlannedValue?[] Targets, PlannedValue?[] Priors, bool MayOverwrite, int WorkspaceLength) : BackwardDraft;

/// <summary>An operator run forwards once more.</summary>
/// <param name="Node">The node with the places of this time.</param>
internal sealed record RepeatDraft(TracedNode Node) : BackwardDraft;

/// <summary>The sum of two parts of a gradient.</summary>
internal sealed record SumDraft(PlannedValue First, PlannedValue Second, PlannedValue Target) : BackwardDraft;

/// <summary>A gradient in the other memory format.</summary>
internal sealed record ConversionDraft(PlannedValue From, PlannedValue To) : BackwardDraft;
