namespace MLNetTransfer.Reporting.Charts;

/// <summary>A place in a chart, in the units of its axes.</summary>
/// <param name="X">Along the horizontal axis.</param>
/// <param name="Y">Along the vertical axis.</param>
public readonly record struct ChartPoint(double X, double Y);
