namespace MLNetTransfer.Training.Optimizers;

/// <summary>Why <see cref="Lbfgs"/> ended.</summary>
public enum LbfgsStop
{
    /// <summary>The gradient is as small as was asked for.</summary>
    Converged,

    /// <summary>The number of iterations is used up.</summary>
    MaximumIterations,

    /// <summary>No lower value was found along the direction of search: the function is resolved as finely as its rounding errors allow.</summary>
    NoFurtherDecrease,
}
