namespace MLNetTransfer.Reporting.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Points">From left to right; points that are not finite leave a gap.</param>
/// <param name="Colour">0 or 1: lines that show the same thing in two runs share it.</param>
/// <param name="Dashed">Tells the second run from the first.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points, int Colour = 0, bool Dashed = false);
