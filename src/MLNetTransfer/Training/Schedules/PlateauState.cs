namespace MLNetTransfer.Training.Schedules;

/// <summary>What a <see cref="PlateauSchedule"/> knows of the losses so far.</summary>
/// <param name="Rate">The rate of now, after the warm-up.</param>
/// <param name="BestLoss">The lowest loss; null before the first.</param>
/// <param name="BadEpochs">Epochs since then that count as bad.</param>
/// <param name="CooldownLeft">Epochs in which none will count as bad.</param>
public sealed record PlateauState(double Rate, double? BestLoss, int BadEpochs, int CooldownLeft);
