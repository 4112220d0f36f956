namespace MLNetTransfer.Evaluation;

/// <summary>One class against all others, as the threshold on its probability moves.</summary>
/// <param name="Name">Name of the class.</param>
/// <param name="RocArea">Probability that a picture of the class gets a higher score than one of the others, ties counted half; null where either is missing.</param>
/// <param name="AveragePrecision">Sum over the thresholds of (rise in recall × precision); null where the class has no picture.</param>
/// <param name="Roc">False positive rate and true positive rate, rising, thinned to what a plot can show.</param>
/// <param name="PrecisionRecall">Recall and precision, rising recall, thinned likewise.</param>
public sealed record ClassCurves(string Name, double? RocArea, double? AveragePrecision, IReadOnlyList<CurvePoint> Roc, IReadOnlyList<CurvePoint> PrecisionRecall);
