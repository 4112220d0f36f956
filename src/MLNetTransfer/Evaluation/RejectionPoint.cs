namespace MLNetTransfer.Evaluation;

/// <summary>What follows when an answer below a confidence counts as "none of these".</summary>
/// <param name="Threshold">Least confidence of an answer, 0 to 1.</param>
/// <param name="Answered">Share of the pictures that get an answer.</param>
/// <param name="ErrorRate">Share of the answers that are wrong; 0 without answers.</param>
public sealed record RejectionPoint(double Threshold, double Answered, double ErrorRate);
