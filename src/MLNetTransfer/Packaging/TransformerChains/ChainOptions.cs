namespace MLNetTransfer.Packaging.TransformerChains;

/// <summary>How ML.NET sees a model.</summary>
public sealed record ChainOptions
{
    /// <summary>What an application gives the model.</summary>
    public ChainInput Input { get; init; } = ChainInput.Path;

    /// <summary>The column that it gives it in.</summary>
    /// <value>Null for <c>ImagePath</c> or, for pictures, <c>Image</c>.</value>
    public string? InputColumnName { get; init; }

    /// <summary>Whether <c>PredictedLabel</c> is the name of the class; otherwise it is the key of the class, which the evaluators of ML.NET want.</summary>
    /// <value>Default true.</value>
    public bool LabelIsText { get; init; } = true;
}
