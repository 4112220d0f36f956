namespace MLNetTransfer.Training.Heads;

/// <summary>What one strength of regularisation gave on the validation pictures.</summary>
/// <param name="WeightDecay">The strength.</param>
/// <param name="ValidationLoss">Mean cross-entropy.</param>
/// <param name="ValidationAccuracy">Share classified correctly.</param>
public sealed record WeightDecayTrial(double WeightDecay, double ValidationLoss, double ValidationAccuracy);
