namespace MLNetTransfer.Evaluation;

/// <summary>How well one class is recognised.</summary>
/// <param name="Name">Name of the class.</param>
/// <param name="Precision">Share of the pictures given to this class that belong to it; 0 when none was given to it.</param>
/// <param name="Recall">Share of the pictures of this class that were given to it; 0 when there is none.</param>
/// <param name="F1">Harmonic mean of precision and recall; 0 when both are 0.</param>
/// <param name="Support">Number of pictures of this class.</param>
public sealed record ClassMetrics(string Name, double Precision, double Recall, double F1, long Support);
