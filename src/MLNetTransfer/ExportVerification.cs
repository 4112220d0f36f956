namespace MLNetTransfer;

/// <summary>How two models agree.</summary>
/// <param name="Pictures">Pictures that both answered.</param>
/// <param name="Skipped">Pictures that could not be read.</param>
/// <param name="SameClass">Pictures whose most probable class is the same.</param>
/// <param name="LargestDifference">The largest difference between two probabilities of a class.</param>
public sealed record ExportVerification(int Pictures, int Skipped, int SameClass, double LargestDifference);
