namespace MLNetTransfer.Reporting.Charts;

/// <summary>A circle around a point, explained in the legend.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Point">Where.</param>
public sealed record ChartMarker(string Name, ChartPoint Point);
