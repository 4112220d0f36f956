namespace MLNetTransfer.Reporting.Charts;

/// <summary>A square plot of two shares, both from 0 to 1.</summary>
internal sealed class UnitPlot
{
    private const double Left = 42;
    private const double Right = 14;
    private const double Bottom = 40;

    private readonly Markup _svg;
    private readonly ChartArea _area;

    private UnitPlot(Markup svg, ChartArea area)
    {
        _svg = svg;
        _area = area;
    }

    /// <summary>Begins one: frame, grid, ticks and names.</summary>
    /// <param name="page">Where to; <see cref="End"/> closes what is opened here.</param>
    /// <param name="title">Heading.</param>
    /// <param name="note">A second line under it.</param>
    /// <param name="horizontal">Name of the horizontal axis.</param>
    /// <param name="vertical">Name of the vertical axis, written above it.</param>
    /// <param name="description">A sentence for those who cannot see the picture.</param>
    /// <param name="side">Length of the axes.</param>
    public static UnitPlot Begin(Markup page, string title, string note, string horizontal, string vertical, string description, double side)
    {
        double top = 16 + (note.Length > 0 ? 17 : 0) + 31;
        ChartArea area = new(Left, top, side, side);
        page.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("class", "chart"), ("viewBox", $"0 0 {Number(area.Right + Right)} {Number(area.Bottom + Bottom)}"), ("role", "img"), ("aria-label", title));
        page.Element("title", title).Element("desc", description);
        UnitPlot plot = new(page, area);
        plot.Text(4, 16, ChartText.Fit(title, area.Right + Right - 8, ChartText.TitleLetter), "start", "title");
        if (note.Length > 0)
        {
            plot.Text(4, 33, note, "start", null);
        }

        plot.Text(4, area.Top - 14, vertical, "start", "soft");
        plot.Text((area.Left + area.Right) / 2, area.Bottom + 34, horizontal, "middle", "soft");
        foreach (double tick in (ReadOnlySpan<double>)[0, 0.5, 1])
        {
            string label = ReportFormat.Of($"{tick:0.#}");
            page.Empty("line", ("class", "grid"), ("x1", plot.X(0)), ("y1", plot.Y(tick)), ("x2", plot.X(1)), ("y2", plot.Y(tick)));
            page.Empty("line", ("class", "grid"), ("x1", plot.X(tick)), ("y1", plot.Y(0)), ("x2", plot.X(tick)), ("y2", plot.Y(1)));
            plot.Text(area.Left - 6, area.Bottom - (tick * side) + 4, label, "end", null);
            plot.Text(area.Left + (tick * side), area.Bottom + 17, label, "middle", null);
        }

        page.Empty("path", ("class", "axis"), ("fill", "none"), ("d", $"M{plot.X(0)} {plot.Y(1)}V{plot.Y(0)}H{plot.X(1)}"));
        return plot;
    }

    public string X(double share) => Number(_area.Left + (share * _area.Width));

    public string Y(double share) => Number(_area.Bottom - (share * _area.Height));

    /// <summary>A straight line, for instance what guessing gives.</summary>
    public void Rule(double x1, double y1, double x2, double y2) =>
        _svg.Empty("line", ("class", "rule"), ("x1", X(x1)), ("y1", Y(y1)), ("x2", X(x2)), ("y2", Y(y2)));

    /// <summary>A curve through points.</summary>
    public void Curve(IEnumerable<ChartPoint> points, int colour) =>
        _svg.Empty("path", ("class", $"line c{ReportFormat.Count(colour)}"), ("d", "M" + string.Join('L', points.Select(point => $"{X(point.X)} {Y(point.Y)}"))));

    /// <summary>A bar from the horizontal axis, with a text on hovering.</summary>
    public void Bar(double left, double right, double height, string title)
    {
        double width = Math.Max(1, ((right - left) * _area.Width) - 2);
        _svg.Open("rect", ("class", "bar"), ("x", Number(_area.Left + (left * _area.Width) + 1)), ("y", Y(height)), ("width", Number(width)), ("height", Number(Math.Max(height * _area.Height, 1))))
            .Element("title", title).Close();
    }

    /// <summary>An interval around a height.</summary>
    public void Whisker(double x, double low, double high) =>
        _svg.Empty("path", ("class", "whisker"), ("fill", "none"), ("d", ReportFormat.Of($"M{X(x)} {Y(low)}V{Y(high)}")));

    /// <summary>A point.</summary>
    public void Dot(double x, double y, string title) =>
        _svg.Open("circle", ("class", "dot c1"), ("cx", X(x)), ("cy", Y(y)), ("r", "3.5")).Element("title", title).Close();

    public void End() => _svg.Close();

    private static string Number(double value) => Markup.Number(value);

    private void Text(double x, double y, string text, string anchor, string? style) =>
        _svg.Element("text", text, [("x", Number(x)), ("y", Number(y)), ("text-anchor", anchor), .. style is null ? [] : new[] { ("class", style) }]);
}
