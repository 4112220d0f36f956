namespace MLNetTransfer.Operators;

/// <summary>An operator that can add a value of the shape of its result, given as input 3, in front of its activation.</summary>
internal interface IFusesResidual : IFusesActivation
{
    /// <summary>Whether input 3 is added before the activation.</summary>
    bool HasResidual { get; }

    /// <summary>The same operator with an input 3.</summary>
    Operator WithResidual();
}
