namespace MLNetTransfer.Reporting;

/// <summary>Rows of a table whose cells are texts.</summary>
internal static class PlainTable
{
    public static void Head(Markup page, params ReadOnlySpan<string> cells)
    {
        page.Open("tr");
        foreach (string cell in cells)
        {
            page.Element("th", cell, ("scope", "col"));
        }

        page.Close();
    }

    public static void Row(Markup page, string name, params ReadOnlySpan<string> cells)
    {
        page.Open("tr").Element("th", name, ("scope", "row"));
        foreach (string cell in cells)
        {
            page.Element("td", cell);
        }

        page.Close();
    }
}
