namespace MLNetTransfer.Evaluation;

/// <summary>Whether probabilities mean what they say: of pictures with a confidence of 0.8, four of five should be right.</summary>
/// <param name="ExpectedError">Mean over the pictures of |accuracy - confidence| of their bin (expected calibration error; M. P. Naeini and others, 2015), 0 to 1.</param>
/// <param name="MaximumError">Largest such difference of a bin with pictures, 0 to 1.</param>
/// <param name="BrierScore">Mean over the pictures of the sum over the classes of (probability - 1 or 0)² (G. W. Brier, 1950), 0 to 2.</param>
/// <param name="Bins">Bins of equal width from 0 to 1.</param>
public sealed record CalibrationReport(double ExpectedError, double MaximumError, double BrierScore, IReadOnlyList<CalibrationBin> Bins);
