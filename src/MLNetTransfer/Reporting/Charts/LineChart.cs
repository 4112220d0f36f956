namespace MLNetTransfer.Reporting.Charts;

/// <summary>What a line chart shows; <see cref="SvgChart"/> draws it.</summary>
public sealed record LineChart
{
    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>A sentence for those who cannot see the picture.</summary>
    public required string Description { get; init; }

    /// <summary>Name of the horizontal axis.</summary>
    public required string HorizontalName { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Whether the horizontal axis is logarithmic; points at 0 or below are left out then.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Ticks of the horizontal axis, or null for round values: whole ones on a linear axis.</summary>
    public IReadOnlyList<ChartTick>? HorizontalTicks { get; init; }

    /// <summary>Vertical lines.</summary>
    public IReadOnlyList<ChartRule> Rules { get; init; } = [];

    /// <summary>Circles around points.</summary>
    public IReadOnlyList<ChartMarker> Markers { get; init; } = [];

    /// <summary>A value that the vertical axis never goes above, for instance 1 for shares; null for none.</summary>
    public double? Ceiling { get; init; }
}
