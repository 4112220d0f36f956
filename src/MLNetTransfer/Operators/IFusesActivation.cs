using MLNetTransfer.Compute.Kernels;

namespace MLNetTransfer.Operators;

/// <summary>An operator that can apply an activation to its result while that is still in registers.</summary>
internal interface IFusesActivation
{
    /// <summary>Applied to the result.</summary>
    Activation Activation { get; }

    /// <summary>The same operator with an activation.</summary>
    Operator With(Activation activation);
}
