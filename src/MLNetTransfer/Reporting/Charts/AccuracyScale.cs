namespace MLNetTransfer.Reporting.Charts;

/// <summary>An accuracy with its interval on a scale from 0 to 100 %, and what it is to be compared with.</summary>
internal static class AccuracyScale
{
    private const double Width = 420;
    private const double Left = 20;
    private const double Right = Width - 20;
    private const double Line = 46;

    /// <summary>Draws it.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="accuracy">0 to 1.</param>
    /// <param name="low">Lower end of its interval.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="baseline">Accuracy of the best constant answer.</param>
    /// <param name="chance">Accuracy of guessing.</param>
    public static void Draw(Markup page, double accuracy, double low, double high, double baseline, double chance)
    {
        string label = ReportFormat.Of(
            $"Accuracy {accuracy * 100:0.0} %, 95 % interval {low * 100:0.0} to {high * 100:0.0} %; always the most frequent class {baseline * 100:0.0} %; guessing {chance * 100:0.0} %");
        page.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("class", "chart scale"), ("viewBox", ReportFormat.Of($"0 0 {Width} 112")), ("role", "img"), ("aria-label", label));
        page.Element("title", label);
        for (int percent = 0; percent <= 100; percent += 20)
        {
            string x = Place(percent / 100.0);
            page.Empty("line", ("class", "grid"), ("x1", x), ("y1", "30"), ("x2", x), ("y2", "62"));
            Text(page, percent / 100.0, 106, ReportFormat.Of($"{percent}{(percent == 100 ? " %" : "")}"), "soft");
        }

        page.Empty("line", ("class", "axis"), ("x1", Place(0)), ("y1", Number(Line)), ("x2", Place(1)), ("y2", Number(Line)));
        bool together = Math.Abs(baseline - chance) < 0.005;
        Mark(page, baseline, together ? "one class or guessing" : "always one class", 76);
        if (!together)
        {
            Mark(page, chance, "guessing", 90);
        }

        page.Empty("rect", ("class", "interval"), ("x", Place(low)), ("y", Number(Line - 7)), ("width", Markup.Number((high - low) * (Right - Left))), ("height", "14"), ("rx", "3"));
        page.Empty("circle", ("class", "point"), ("cx", Place(accuracy)), ("cy", Number(Line)), ("r", "6"));
        Text(page, accuracy, 24, ReportFormat.Of($"this model {accuracy * 100:0.0} %"), "strong");
        page.Close();
    }

    private static void Mark(Markup page, double share, string name, double y)
    {
        page.Empty("line", ("class", "rule"), ("x1", Place(share)), ("y1", "32"), ("x2", Place(share)), ("y2", Number(y - 11)));
        Text(page, share, y, name, null);
    }

    private static void Text(Markup page, double share, double y, string text, string? style)
    {
        double half = ChartText.Width(text, style == "strong" ? ChartText.TitleLetter : ChartText.Letter) / 2;
        double x = Math.Clamp(Left + (share * (Right - Left)), half + 1, Width - half - 1);
        page.Element("text", text, [("x", Number(x)), ("y", Number(y)), ("text-anchor", "middle"), .. style is null ? [] : new[] { ("class", style) }]);
    }

    private static string Place(double share) => Number(Left + (share * (Right - Left)));

    private static string Number(double value) => Markup.Number(value);
}
