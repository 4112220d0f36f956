using MLNetTransfer.Training.Losses;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>What a training step gave.</summary>
/// <param name="Loss">The loss of the batch before the step.</param>
/// <param name="GradientNorm">Norm of the gradient before it was limited.</param>
public readonly record struct StepResult(BatchLoss Loss, double GradientNorm);
