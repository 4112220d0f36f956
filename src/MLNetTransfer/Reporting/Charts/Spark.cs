namespace MLNetTransfer.Reporting.Charts;

/// <summary>Small drawings inside of a table row; the numbers stand beside them.</summary>
internal static class Spark
{
    private const double Width = 100;
    private const double Height = 14;

    /// <summary>A share on a line from 0 to 1, with its interval.</summary>
    public static void Interval(Markup page, double share, double low, double high)
    {
        Open(page, ReportFormat.Of($"{share * 100:0.0} %, 95 % interval {low * 100:0.0} to {high * 100:0.0} %"));
        page.Empty("line", ("class", "track"), ("x1", "2"), ("y1", "7"), ("x2", "98"), ("y2", "7"));
        page.Empty("line", ("class", "whisker"), ("x1", Place(low)), ("y1", "7"), ("x2", Place(high)), ("y2", "7"));
        page.Empty("circle", ("class", "value"), ("cx", Place(share)), ("cy", "7"), ("r", "4"));
        page.Close();
    }

    /// <summary>Parts of a whole side by side; the largest row takes the full width.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="largest">Sum of the parts of the largest row, above 0.</param>
    /// <param name="title">What it shows, with the numbers.</param>
    /// <param name="parts">At most three.</param>
    public static void Stack(Markup page, double largest, string title, params ReadOnlySpan<double> parts)
    {
        Open(page, title);
        double left = 0;
        for (int index = 0; index < parts.Length; index++)
        {
            double width = parts[index] / largest * Width;
            if (width > 0)
            {
                page.Empty("rect", ("class", ReportFormat.Of($"part{index}")), ("x", Markup.Number(left)), ("y", "2"), ("width", Markup.Number(Math.Max(width, 0.5))), ("height", "10"));
            }

            left += width;
        }

        page.Close();
    }

    private static string Place(double share) => Markup.Number(2 + (Math.Clamp(share, 0, 1) * (Width - 4)));

    private static void Open(Markup page, string title) => page
        .Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("class", "spark"), ("viewBox", $"0 0 {Markup.Number(Width)} {Markup.Number(Height)}"), ("role", "img"), ("preserveAspectRatio", "none"))
        .Element("title", title);
}
