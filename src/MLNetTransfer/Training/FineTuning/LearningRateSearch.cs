namespace MLNetTransfer.Training.FineTuning;

/// <summary>What trying learning rates gave.</summary>
/// <param name="Trials">The rates in rising order.</param>
/// <param name="Suggestion">The rate that is proposed; null where no batch could be read.</param>
public sealed record LearningRateSearch(IReadOnlyList<RateTrial> Trials, double? Suggestion);
