using System.Globalization;

namespace MLNetTransfer.Reporting.Charts;

/// <summary>
/// Draws line charts as SVG, one below the other. Nothing is written inside the plots, and what stands outside has a line of its own or a width that is
/// estimated from above, so that texts do not overlap.
/// </summary>
public static class SvgChart
{
    private const double Width = 430;
    private const double Left = 62;
    private const double Right = 16;
    private const double PlotHeight = 190;
    private const double LineHeight = 19;
    private const double SwatchWidth = 34;
    private const double RuleGap = 12;

    /// <summary>A file: SVG with its own style, light or dark as the reader's screen.</summary>
    public static string ToFile(params IReadOnlyList<LineChart> charts) => Draw(charts, standalone: true);

    /// <summary>SVG within a page that has <see cref="ChartStyle.Css"/>.</summary>
    internal static string ToFragment(LineChart chart) => Draw([chart], standalone: false);

    private static string Draw(IReadOnlyList<LineChart> charts, bool standalone)
    {
        ArgumentNullException.ThrowIfNull(charts);
        Markup body = new();
        double top = 8;
        foreach (LineChart chart in charts)
        {
            top = DrawChart(body, chart, top) + 14;
        }

        Markup svg = new();
        string height = Markup.Number(top);
        string label = string.Join("; ", charts.Select(chart => chart.Title));
        (string, string)[] size = standalone ? [("width", Markup.Number(Width * 1.6)), ("height", Markup.Number(top * 1.6))] : [];
        svg.Open("svg", [("xmlns", "http://www.w3.org/2000/svg"), ("class", "chart"), ("viewBox", $"0 0 {Markup.Number(Width)} {height}"), .. size, ("role", "img"), ("aria-label", label)]);
        svg.Element("title", label);
        svg.Element("desc", string.Join(' ', charts.Select(chart => chart.Description)));
        if (standalone)
        {
            svg.Open("style").Raw(ChartStyle.Css + ChartStyle.PageCss).Close();
        }

        return svg.Raw(body.ToString()).Close().ToString();
    }

    private static double DrawChart(Markup svg, LineChart chart, double top)
    {
        svg.Open("g");
        Text(svg, Left, top + 14, chart.Title, "start", "title");
        double y = DrawLegend(svg, chart, top + 14 + LineHeight);
        double plotTop = y + (LineHeight * (chart.Rules.Count - 1)) + RuleGap;
        Plot plot = Plot.Of(chart, new ChartArea(Left, plotTop, Width - Left - Right, PlotHeight));
        DrawAxes(svg, chart, plot);
        DrawRules(svg, chart, plot);
        foreach (ChartSeries series in chart.Series)
        {
            DrawSeries(svg, series, plot);
        }

        foreach (ChartMarker marker in chart.Markers.Where(marker => plot.Shows(marker.Point)))
        {
            svg.Empty("circle", ("class", "marker"), ("cx", plot.X(marker.Point.X)), ("cy", plot.Y(marker.Point.Y)), ("r", "6"));
        }

        svg.Close();
        return plot.Area.Bottom + 18 + LineHeight;
    }

    private static double DrawLegend(Markup svg, LineChart chart, double y)
    {
        double x = Left;
        foreach ((string name, ChartSeries? series) in chart.Series.Select(series => (series.Name, (ChartSeries?)series)).Concat(chart.Markers.Select(marker => (marker.Name, (ChartSeries?)null))))
        {
            double width = SwatchWidth + TextWidth(name) + 14;
            if (x > Left && x + width > Width)
            {
                x = Left;
                y += LineHeight;
            }

            if (series is null)
            {
                svg.Empty("circle", ("class", "marker"), ("cx", Markup.Number(x + 13)), ("cy", Markup.Number(y - 4)), ("r", "6"));
            }
            else
            {
                svg.Empty("line", ("class", LineClass(series)), ("x1", Markup.Number(x)), ("y1", Markup.Number(y - 4)), ("x2", Markup.Number(x + 26)), ("y2", Markup.Number(y - 4)));
            }

            Text(svg, x + SwatchWidth, y, name, "start");
            x += width;
        }

        return y + LineHeight;
    }

    private static void DrawAxes(Markup svg, LineChart chart, Plot plot)
    {
        ChartArea area = plot.Area;
        foreach (ChartTick tick in plot.VerticalTicks)
        {
            string y = plot.Y(tick.Value);
            svg.Empty("line", ("class", "grid"), ("x1", Markup.Number(area.Left)), ("y1", y), ("x2", Markup.Number(area.Right)), ("y2", y));
            Text(svg, area.Left - 6, double.Parse(y, CultureInfo.InvariantCulture) + 4, tick.Label, "end");
        }

        double free = 0;
        foreach (ChartTick tick in plot.HorizontalTicks)
        {
            double x = plot.Horizontal(tick.Value);
            double half = TextWidth(tick.Label) / 2;
            double centre = Math.Min(Math.Max(x, half), Width - half);
            svg.Empty("line", ("class", "axis"), ("x1", Markup.Number(x)), ("y1", Markup.Number(area.Bottom)), ("x2", Markup.Number(x)), ("y2", Markup.Number(area.Bottom + 4)));
            if (centre - half >= free)
            {
                Text(svg, centre, area.Bottom + 18, tick.Label, "middle");
                free = centre + half + 4;
            }
        }

        svg.Empty("path", ("class", "axis"), ("fill", "none"), ("d", $"M{Markup.Number(area.Left)} {Markup.Number(area.Top)}V{Markup.Number(area.Bottom)}H{Markup.Number(area.Right)}"));
        Text(svg, (area.Left + area.Right) / 2, area.Bottom + 18 + LineHeight, chart.HorizontalName, "middle");
    }

    // Each name has a line of its own above the plot, and its rule goes up to it.
    private static void DrawRules(Markup svg, LineChart chart, Plot plot)
    {
        double y = plot.Area.Top - RuleGap - (LineHeight * (chart.Rules.Count - 1));
        foreach (ChartRule rule in chart.Rules)
        {
            double x = plot.Horizontal(rule.X);
            double half = TextWidth(rule.Name) / 2;
            svg.Empty("line", ("class", "rule"), ("x1", Markup.Number(x)), ("y1", Markup.Number(y + 4)), ("x2", Markup.Number(x)), ("y2", Markup.Number(plot.Area.Bottom)));
            Text(svg, Math.Max(half + 2, Math.Min(x, Width - half - 2)), y, rule.Name, "middle");
            y += LineHeight;
        }
    }

    private static void DrawSeries(Markup svg, ChartSeries series, Plot plot)
    {
        List<string> run = [];
        foreach (ChartPoint point in series.Points.Append(new ChartPoint(double.NaN, double.NaN)))
        {
            if (plot.Shows(point))
            {
                run.Add($"{plot.X(point.X)} {plot.Y(point.Y)}");
                continue;
            }

            if (run.Count > 1)
            {
                svg.Empty("path", ("class", LineClass(series)), ("d", "M" + string.Join('L', run)));
            }
            else if (run.Count == 1)
            {
                string[] place = run[0].Split(' ');
                svg.Empty("circle", ("class", $"dot c{series.Colour % 2}"), ("cx", place[0]), ("cy", place[1]), ("r", "3"));
            }

            run.Clear();
        }
    }

    private static string LineClass(ChartSeries series) => $"line c{series.Colour % 2}{(series.Dashed ? " dashed" : "")}";

    private static void Text(Markup svg, double x, double y, string text, string anchor, string? style = null) =>
        svg.Element("text", text, [("x", Markup.Number(x)), ("y", Markup.Number(y)), ("text-anchor", anchor), .. style is null ? [] : new[] { ("class", style) }]);

    private static double TextWidth(string text) => ChartText.Width(text);
}
