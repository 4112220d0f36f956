using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer;

/// <summary>What training a network by its gradients gave.</summary>
/// <param name="Phase">Name of the phase in the history: <c>fine-tuning</c> or <c>scratch</c>.</param>
/// <param name="Result">The epochs.</param>
public sealed record TuningOutcome(string Phase, FineTuningResult Result);
