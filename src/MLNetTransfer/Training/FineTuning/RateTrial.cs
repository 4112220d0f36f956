namespace MLNetTransfer.Training.FineTuning;

/// <summary>One rate that was tried.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Loss">Loss of its batch, before the step.</param>
/// <param name="SmoothedLoss">Running mean of the losses so far.</param>
public sealed record RateTrial(double Rate, double Loss, double SmoothedLoss);
