namespace MLNetTransfer.Training.FineTuning;

/// <summary>What training a network gave; the network holds the weights that are kept.</summary>
/// <param name="Epochs">Every epoch, the start included.</param>
/// <param name="BestEpoch">The epoch whose weights are kept, or lie at the end of the line that <paramref name="Interpolation"/> is on; 0 for those that training began with.</param>
/// <param name="Stop">Why it ended.</param>
/// <param name="Advice">A sentence for people where something went wrong, else null.</param>
/// <param name="Interpolation">Where on the line from the start to the epoch the kept weights lie; null for the epoch itself.</param>
public sealed record FineTuningResult(
    IReadOnlyList<EpochResult> Epochs, int BestEpoch, FineTuningStop Stop, string? Advice = null, WeightInterpolation? Interpolation = null)
{
    /// <summary>What the validation pictures say of the kept weights; null without such pictures.</summary>
    public ValidationResult? Validation => Interpolation is null ? Epochs.First(epoch => epoch.Epoch == BestEpoch).Validation : Interpolation.Validation;
}
