namespace MLNetTransfer.Training.ParameterGroups;

/// <summary>What a parameter is in its layer.</summary>
public enum ParameterKind
{
    /// <summary>The weights of a convolution or a matrix product.</summary>
    Weight,

    /// <summary>A summand of each channel.</summary>
    Bias,

    /// <summary>Scale or shift of a normalization.</summary>
    Normalization,
}
