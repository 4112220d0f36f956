namespace MLNetTransfer.Training.Heads;

/// <summary>Why a training ended.</summary>
public enum HeadTrainingStop
{
    /// <summary>The optimum was reached, as closely as was asked for or as float arithmetic allows.</summary>
    Converged,

    /// <summary>The number of epochs or iterations is used up.</summary>
    MaximumReached,

    /// <summary>The validation loss has not fallen for a number of epochs.</summary>
    EarlyStopping,
}
