namespace MLNetTransfer.Reporting;

/// <summary>The body of the report as it grows, and the sections that it has so far.</summary>
internal sealed class ReportPage
{
    private readonly List<(string Id, string Title)> _sections = [];

    public Markup Markup { get; } = new();

    /// <summary>Identifier and title of each section, in their order.</summary>
    public IReadOnlyList<(string Id, string Title)> Sections => _sections;

    /// <summary>Begins a section, which <see cref="End"/> closes.</summary>
    /// <param name="id">Letters and hyphens.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="lead">A sentence or two on what is seen; empty for none.</param>
    public Markup Begin(string id, string title, string lead = "")
    {
        _sections.Add((id, title));
        Markup.Open("section", ("aria-labelledby", id)).Element("h2", title, ("id", id));
        return lead.Length == 0 ? Markup : Markup.Element("p", lead, ("class", "lead"));
    }

    public void End() => Markup.Close();

    /// <summary>Begins a table in a frame that scrolls by itself, so that the page never does.</summary>
    /// <param name="caption">What the table shows.</param>
    /// <param name="style">Classes of the table; <c>sortable</c> lets readers order the rows.</param>
    /// <param name="columns">Headings; one that begins with '&gt;' stands over numbers.</param>
    public void BeginTable(string caption, string style, params ReadOnlySpan<string> columns)
    {
        Markup.Open("div", ("class", "scroll"), ("role", "region"), ("aria-label", caption), ("tabindex", "0"));
        Markup.Open("table", ("class", style)).Open("caption").Element("span", caption).Close().Open("thead").Open("tr");
        foreach (string column in columns)
        {
            bool isNumber = column.StartsWith('>');
            Markup.Element("th", isNumber ? column[1..] : column, [("scope", "col"), .. isNumber ? new[] { ("class", "number") } : []]);
        }

        Markup.Close().Close().Open("tbody");
    }

    public void EndTable() => Markup.Close().Close().Close();

    /// <summary>Begins a row with its heading; <see cref="EndRow"/> closes it.</summary>
    public Markup BeginRow(string heading) => Markup.Open("tr").Element("th", heading, ("scope", "row"));

    public void EndRow() => Markup.Close();

    /// <summary>A cell with a number that <c>metrics.json</c> holds.</summary>
    public void Cell(Figure figure) => Markup.Element("td", figure.Text, ("class", "number"), (Figure.Attribute, figure.Path));

    /// <summary>A cell with an interval.</summary>
    public void Cell(Figure low, Figure high)
    {
        Markup.Open("td", ("class", "number"));
        low.WriteTo(Markup);
        Markup.Text(" to ");
        high.WriteTo(Markup);
        Markup.Close();
    }

    /// <summary>A cell with text, or with a number that is no result.</summary>
    public void Cell(string text, bool isNumber = false) => Markup.Element("td", text, isNumber ? [("class", "number")] : []);
}
