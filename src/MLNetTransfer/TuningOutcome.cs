using MLNetTransfer.Reporting;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer;

/// <summary>What training a network by its gradients gave.</summary>
/// <param name="Phase">The phase in the history.</param>
/// <param name="Result">The epochs.</param>
public sealed record TuningOutcome(TrainingPhase Phase, FineTuningResult Result);
