using MLNetTransfer.Training.Schedules;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>Where a training run is between two epochs. Arrays may be the memory of the run: write them before it goes on.</summary>
/// <param name="Epochs">The epochs so far.</param>
/// <param name="Current">The network as it is trained.</param>
/// <param name="Best">The network to keep.</param>
/// <param name="Optimizer">State of the optimizer.</param>
/// <param name="Average">The running average of the weights, or null.</param>
/// <param name="Plateau">State of the schedule that waits for a plateau, or null.</param>
public sealed record TunerState(
    IReadOnlyList<EpochResult> Epochs, NetworkSnapshot Current, NetworkSnapshot Best, TrainingState Optimizer, TrainingState? Average, PlateauState? Plateau);
