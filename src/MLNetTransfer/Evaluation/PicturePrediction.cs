namespace MLNetTransfer.Evaluation;

/// <summary>What a classifier said of one labelled picture.</summary>
/// <param name="Path">The file.</param>
/// <param name="Label">Its actual class, an index.</param>
/// <param name="Predicted">The most probable class, an index.</param>
/// <param name="Confidence">Probability of <paramref name="Predicted"/>, 0 to 1.</param>
/// <param name="LabelProbability">Probability of <paramref name="Label"/>, 0 to 1.</param>
public sealed record PicturePrediction(string Path, int Label, int Predicted, float Confidence, float LabelProbability)
{
    /// <summary>Whether the most probable class is the actual one.</summary>
    public bool IsRight => Label == Predicted;
}
