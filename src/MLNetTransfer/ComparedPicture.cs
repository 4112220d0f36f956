namespace MLNetTransfer;

/// <summary>A picture that two models give different answers for.</summary>
/// <param name="Path">The file.</param>
/// <param name="Actual">Its class.</param>
/// <param name="First">The answer of the first model.</param>
/// <param name="Second">The answer of the second.</param>
public sealed record ComparedPicture(string Path, string Actual, LabelProbability First, LabelProbability Second)
{
    /// <summary>Whether the first model is right.</summary>
    public bool FirstIsRight => First.Label == Actual;

    /// <summary>Whether the second model is right.</summary>
    public bool SecondIsRight => Second.Label == Actual;
}
