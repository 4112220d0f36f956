namespace MLNetTransfer.Graphs;

/// <summary>Names of the values by which programs use a classifier that was trained here.</summary>
public static class ClassifierValues
{
    /// <summary>The input: float [N, 3, H, W], RGB, 0 to 255.</summary>
    public const string Image = "image";

    /// <summary>The output of probabilities: float [N, classes].</summary>
    public const string Probabilities = "probabilities";

    /// <summary>The output of names of the most probable classes: string [N].</summary>
    public const string Label = "label";
}
