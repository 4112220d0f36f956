namespace MLNetTransfer.Inspection;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>Should be looked at: the model or its figures may suffer.</summary>
    Warning,

    /// <summary>Figures are wrong or pictures are lost.</summary>
    Error,
}
