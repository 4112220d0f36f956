namespace MLNetTransfer;

/// <summary>How <see cref="DatasetInspection"/> looks for wrong labels.</summary>
public sealed record MislabelledOptions
{
    /// <summary>A trained model that is asked, by path or name; null trains heads on parts of the pictures and asks each about those that it has not seen.</summary>
    public string? Model { get; init; }

    /// <summary>The network whose features the heads are trained on, a name or an ONNX file; null for the one that comes along.</summary>
    public string? Backbone { get; init; }

    /// <summary>Folder of the feature cache; null for the one of the user.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Parts that the pictures are divided into; each is judged by a head that was trained on the others.</summary>
    /// <value>At least 2; default 5.</value>
    public int Folds { get; init; } = 5;

    /// <summary>L2 penalty of the heads, see <see cref="Training.Heads.LogisticRegressionOptions.WeightDecay"/>.</summary>
    /// <value>A finite number above 0; default 0.03.</value>
    public double WeightDecay { get; init; } = 0.03;

    /// <summary>Seed of the division.</summary>
    public int Seed { get; init; } = 1;
}
