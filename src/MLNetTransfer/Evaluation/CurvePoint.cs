namespace MLNetTransfer.Evaluation;

/// <summary>A point of a curve that a threshold goes along.</summary>
/// <param name="X">False positive rate, or recall; 0 to 1.</param>
/// <param name="Y">True positive rate, or precision; 0 to 1.</param>
public readonly record struct CurvePoint(double X, double Y);
