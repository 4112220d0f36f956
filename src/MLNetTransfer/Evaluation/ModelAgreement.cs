namespace MLNetTransfer.Evaluation;

/// <summary>How a model answers in another program, beside its answers here.</summary>
/// <param name="Pictures">Pictures that were compared.</param>
/// <param name="SameClass">Of these, how many have the same most probable class.</param>
/// <param name="MeanDifference">Mean difference of the probability of the answer here, without its sign, 0 to 1.</param>
public sealed record ModelAgreement(int Pictures, int SameClass, double MeanDifference);
