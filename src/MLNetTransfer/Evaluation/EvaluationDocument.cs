namespace MLNetTransfer.Evaluation;

/// <summary>The JSON form of an <see cref="EvaluationReport"/>; names and order of the members are the format.</summary>
internal sealed record EvaluationDocument(
    long Images,
    double Accuracy,
    ConfidenceInterval AccuracyInterval,
    double Top5,
    int TopCount,
    double TopAccuracy,
    double MacroPrecision,
    double MacroRecall,
    double MacroF1,
    double LogLoss,
    double? MacroRocArea,
    double? MacroAveragePrecision,
    IReadOnlyList<EvaluationDocument.ClassRow> Classes,
    IReadOnlyList<IReadOnlyList<long>> Confusion,
    CalibrationReport? Calibration,
    RejectionChoice? RejectionChoice,
    IReadOnlyList<RejectionPoint> Rejection,
    IReadOnlyList<EvaluationDocument.CurveRow> Curves,
    IReadOnlyList<string> Notices,
    IReadOnlyList<EvaluationDocument.SkippedFile> Skipped)
{
    internal sealed record ClassRow(
        string Name,
        double Precision,
        ConfidenceInterval? PrecisionInterval,
        double Recall,
        ConfidenceInterval? RecallInterval,
        double F1,
        long Support,
        double? RocArea,
        double? AveragePrecision);

    internal sealed record CurveRow(string Name, IReadOnlyList<CurvePoint> Roc, IReadOnlyList<CurvePoint> PrecisionRecall);

    internal sealed record SkippedFile(string File, string Reason);
}
