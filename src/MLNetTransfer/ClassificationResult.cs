namespace MLNetTransfer;

/// <summary>The answer for one picture file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Top">The most probable classes, best first; empty when there is an error.</param>
/// <param name="Error">Why the file could not be classified, or null.</param>
public sealed record ClassificationResult(string Path, IReadOnlyList<LabelProbability> Top, string? Error)
{
    /// <summary>What is said of a picture whose best class is not sure enough.</summary>
    public const string NoneOfThese = "none of these";

    /// <summary>Whether the file was classified, but its most probable class has less than a confidence.</summary>
    /// <param name="threshold">Least confidence of an answer, 0 to 1, for instance <see cref="ImageClassifier.RejectionThreshold"/>.</param>
    public bool IsBelow(double threshold) => Top.Count > 0 && Top[0].Probability < threshold;
}
