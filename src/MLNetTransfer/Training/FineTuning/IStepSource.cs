using MLNetTransfer.Datasets;

namespace MLNetTransfer.Training.FineTuning;

/// <summary>Gives the batches of training steps. A batch is a function of the epoch and the step, so that a run can be resumed anywhere.</summary>
public interface IStepSource
{
    /// <summary>Steps of an epoch.</summary>
    int StepsPerEpoch { get; }

    /// <summary>Pictures that could not be used so far.</summary>
    IReadOnlyList<SkippedPicture> Skipped { get; }

    /// <summary>The batch of a step; null when none of its pictures can be read.</summary>
    StepBatch? Take(int epoch, int step);
}
