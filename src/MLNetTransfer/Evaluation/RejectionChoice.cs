namespace MLNetTransfer.Evaluation;

/// <summary>The threshold for "none of these" that keeps the answers right often enough.</summary>
/// <param name="MaximumErrorRate">How often an answer may be wrong, 0 to 1.</param>
/// <param name="Threshold">Least confidence of an answer, 0 to 1; 0 where all pictures can be answered, null where no threshold keeps to the rate.</param>
/// <param name="Answered">Share of the pictures that get an answer; 0 without a threshold.</param>
/// <param name="ErrorRate">Share of the answers that are wrong; 0 without a threshold.</param>
/// <param name="ErrorInterval">Wilson's 95 % interval of it; null without a threshold. The threshold was chosen on the same pictures, which flatters it a little.</param>
public sealed record RejectionChoice(double MaximumErrorRate, double? Threshold, double Answered, double ErrorRate, ConfidenceInterval? ErrorInterval);
