namespace MLNetTransfer.Training.FineTuning;

/// <summary>What an epoch gave.</summary>
/// <param name="Epoch">From 1; 0 is the state that training began with.</param>
/// <param name="Seconds">Time since training began.</param>
/// <param name="Rate">Learning rate of its last step.</param>
/// <param name="TrainingLoss">Mean loss of its steps, on augmented pictures while the weights moved; null for epoch 0.</param>
/// <param name="TrainingAccuracy">Share classified correctly there; null for epoch 0.</param>
/// <param name="Validation">On the validation pictures, with the averaged weights where there are any; null without such pictures.</param>
/// <param name="IsBest">Whether it is the best so far.</param>
public sealed record EpochResult(int Epoch, double Seconds, double Rate, double? TrainingLoss, double? TrainingAccuracy, ValidationResult? Validation, bool IsBest);
