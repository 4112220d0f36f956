namespace MLNetTransfer.Reporting.Charts;

/// <summary>A vertical line with its name above the plot.</summary>
/// <param name="Name">A few words.</param>
/// <param name="X">Where, in the units of the horizontal axis.</param>
public sealed record ChartRule(string Name, double X);
