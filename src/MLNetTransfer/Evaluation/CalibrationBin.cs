namespace MLNetTransfer.Evaluation;

/// <summary>The pictures whose confidence (the probability of the predicted class) lies in a range.</summary>
/// <param name="Low">Lower end, not included but for the first.</param>
/// <param name="High">Upper end, included.</param>
/// <param name="Count">Pictures in it.</param>
/// <param name="Confidence">Their mean confidence; 0 without pictures.</param>
/// <param name="Accuracy">Share of them that are right; 0 without pictures.</param>
public sealed record CalibrationBin(double Low, double High, long Count, double Confidence, double Accuracy);
