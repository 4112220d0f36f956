namespace MLNetTransfer.Training.Heads;

/// <summary>One line of the history of a training.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainingLoss">Mean cross-entropy of the training pictures.</param>
/// <param name="TrainingAccuracy">Share of the training pictures that were classified correctly.</param>
/// <param name="ValidationLoss">Mean cross-entropy of the validation pictures, or null where it was not measured.</param>
/// <param name="ValidationAccuracy">Share of the validation pictures that were classified correctly, or null where it was not measured.</param>
public sealed record HeadTrainingRow(int Epoch, double TrainingLoss, double TrainingAccuracy, double? ValidationLoss = null, double? ValidationAccuracy = null);
