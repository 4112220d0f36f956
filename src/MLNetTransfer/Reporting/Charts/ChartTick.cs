namespace MLNetTransfer.Reporting.Charts;

/// <summary>A labelled value of an axis.</summary>
/// <param name="Value">In the units of the axis.</param>
/// <param name="Label">What is written beside it.</param>
public sealed record ChartTick(double Value, string Label);
