namespace MLNetTransfer.Training.ParameterGroups;

/// <summary>How the learning rate and the weight decay of a run are spread over the parameters.</summary>
public sealed record ParameterRules
{
    /// <summary>How many times faster the head learns than the top of the body, because it starts from nothing.</summary>
    /// <value>Finite and above 0; default 10.</value>
    public double HeadFactor { get; init; } = 10;

    /// <summary>
    /// What the rate is multiplied by for each layer further down (Howard and Ruder, "Universal Language Model Fine-tuning", 2018: discriminative rates): a layer at depth d
    /// learns with the factor DepthDecay^(largest depth - d).
    /// </summary>
    /// <value>Above 0 to 1; default 1, all layers alike.</value>
    public double DepthDecay { get; init; } = 1;

    /// <summary>Weight decay of the weights.</summary>
    /// <value>Finite, from 0; default 0.</value>
    public double WeightDecay { get; init; }

    /// <summary>Whether biases and the parameters of normalizations decay too.</summary>
    /// <value>Default false.</value>
    public bool DecaysBiasesAndNormalizations { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal void Validate()
    {
        OptionChecks.Require(double.IsFinite(HeadFactor) && HeadFactor > 0, nameof(HeadFactor), HeadFactor, "a finite number above 0");
        OptionChecks.Require(DepthDecay is > 0 and <= 1, nameof(DepthDecay), DepthDecay, "a number above 0 to 1");
        OptionChecks.Require(double.IsFinite(WeightDecay) && WeightDecay >= 0, nameof(WeightDecay), WeightDecay, "a finite number from 0");
    }
}
