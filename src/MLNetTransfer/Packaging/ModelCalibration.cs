namespace MLNetTransfer.Packaging;

/// <summary>What a model file says of its probabilities.</summary>
public sealed record ModelCalibration
{
    /// <summary>What the logits were divided by; it is part of the weights already. 1 where the probabilities are as they were trained.</summary>
    /// <value>Above 0.</value>
    public required double Temperature { get; init; }

    /// <summary>Least confidence of an answer where answers may be wrong as often as <see cref="ErrorRate"/>; null where no confidence keeps to it.</summary>
    /// <value>0 to 1.</value>
    public required double? Threshold { get; init; }

    /// <summary>How often answers may be wrong, by which <see cref="Threshold"/> was chosen.</summary>
    /// <value>0 to 1.</value>
    public required double ErrorRate { get; init; }

    /// <summary>Validation pictures that both were fitted on.</summary>
    /// <value>At least 1.</value>
    public required int Pictures { get; init; }

    internal bool IsPlausible =>
        Temperature > 0 && double.IsFinite(Temperature) && Threshold is null or (>= 0 and <= 1) && ErrorRate is >= 0 and <= 1 && Pictures >= 1;
}
