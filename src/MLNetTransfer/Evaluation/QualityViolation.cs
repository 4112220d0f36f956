namespace MLNetTransfer.Evaluation;

/// <summary>A bound that an evaluation breaks.</summary>
/// <param name="Figure">What was measured.</param>
/// <param name="Value">Its value; NaN where it was not measured.</param>
/// <param name="Bound">What was asked for.</param>
/// <param name="ClassName">The class that it is about, or null.</param>
public sealed record QualityViolation(QualityFigure Figure, double Value, double Bound, string? ClassName);
