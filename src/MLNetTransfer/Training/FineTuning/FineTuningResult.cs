namespace MLNetTransfer.Training.FineTuning;

/// <summary>What training a network gave; the network holds the weights that are kept.</summary>
/// <param name="Epochs">Every epoch, the start included.</param>
/// <param name="BestEpoch">The epoch whose weights are kept; 0 for those that training began with.</param>
/// <param name="Stop">Why it ended.</param>
/// <param name="Advice">A sentence for people where something went wrong, else null.</param>
public sealed record FineTuningResult(IReadOnlyList<EpochResult> Epochs, int BestEpoch, FineTuningStop Stop, string? Advice = null);
