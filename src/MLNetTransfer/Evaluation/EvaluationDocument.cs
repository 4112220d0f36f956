namespace MLNetTransfer.Evaluation;

/// <summary>The JSON form of an <see cref="EvaluationReport"/>; names and order of the members are the format.</summary>
internal sealed record EvaluationDocument(
    long Images,
    double Accuracy,
    double Top5,
    double MacroF1,
    double LogLoss,
    IReadOnlyList<ClassMetrics> Classes,
    IReadOnlyList<IReadOnlyList<long>> Confusion,
    IReadOnlyList<EvaluationDocument.SkippedFile> Skipped)
{
    internal sealed record SkippedFile(string File, string Reason);
}
