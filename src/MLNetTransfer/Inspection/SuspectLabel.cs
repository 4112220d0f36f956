namespace MLNetTransfer.Inspection;

/// <summary>A picture whose class is probably wrong.</summary>
/// <param name="Path">The picture.</param>
/// <param name="Given">The class that it lies in.</param>
/// <param name="Proposed">The class that it probably belongs to.</param>
/// <param name="GivenProbability">Of the class that it lies in, by a model that has not learnt from it.</param>
/// <param name="ProposedProbability">Of the proposed class.</param>
public sealed record SuspectLabel(string Path, string Given, string Proposed, double GivenProbability, double ProposedProbability);
