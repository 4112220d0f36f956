namespace MLNetTransfer.Training.Heads;

/// <summary>How far a training has come.</summary>
/// <param name="MaximumEpochs">Epochs (or iterations) after which it ends in any case; it may end before.</param>
/// <param name="Row">What was measured last.</param>
public sealed record HeadTrainingProgress(int MaximumEpochs, HeadTrainingRow Row);
