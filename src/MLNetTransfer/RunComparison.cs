using MLNetTransfer.Evaluation;

namespace MLNetTransfer;

/// <summary>What the model of a run is compared with.</summary>
/// <param name="HeadValidation">Its head alone on the validation pictures; null where nothing else was trained.</param>
/// <param name="ScratchValidation">The same network from random weights on them; null where that was not asked for.</param>
internal sealed record RunComparison(EvaluationReport? HeadValidation, EvaluationReport? ScratchValidation)
{
    /// <summary>Its head alone on the test pictures; null where nothing else was trained or there are none.</summary>
    public EvaluationReport? HeadTest { get; init; }
}
