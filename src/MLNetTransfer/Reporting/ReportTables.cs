using System.Globalization;
using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Reporting;

/// <summary>The tables of the report.</summary>
internal static class ReportTables
{
    // Above this a matrix is no longer read but searched; the most frequent mistakes are listed instead.
    private const int MostMatrixClasses = 30;
    private const int MostMistakes = 50;

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

    public static void Classes(Markup page, string part, ClassificationMetrics metrics)
    {
        page.Element("h2", $"Classes ({part})").Open("div", ("class", "scroll")).Open("table");
        Head(page, "class", "precision", "recall", "F1", "pictures");
        foreach (ClassMetrics each in metrics.Classes)
        {
            Row(page, each.Name, Share(each.Precision), Share(each.Recall), Share(each.F1), each.Support.ToString(CultureInfo.InvariantCulture));
        }

        page.Close().Close();
    }

    public static void Confusion(Markup page, string part, ClassificationMetrics metrics)
    {
        if (metrics.Classes.Count > MostMatrixClasses)
        {
            Mistakes(page, part, metrics);
            return;
        }

        page.Element("h2", $"Confusion ({part})").Element("p", "Rows are the actual classes, columns what the model said, by the number of the row.");
        page.Open("div", ("class", "scroll")).Open("table", ("class", "matrix"));
        Head(page, ["", .. Enumerable.Range(1, metrics.Classes.Count).Select(number => number.ToString(CultureInfo.InvariantCulture))]);
        for (int row = 0; row < metrics.Classes.Count; row++)
        {
            page.Open("tr").Element("th", string.Create(CultureInfo.InvariantCulture, $"{row + 1} {metrics.Classes[row].Name}"), ("scope", "row"));
            for (int column = 0; column < metrics.Classes.Count; column++)
            {
                long count = metrics.Confusion[row][column];
                double share = metrics.Classes[row].Support == 0 ? 0 : (double)count / metrics.Classes[row].Support;
                string text = count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture);
                string style = string.Create(CultureInfo.InvariantCulture, $"--share:{share * 60:0}%");
                page.Element("td", text, ("class", row == column ? "right" : "wrong"), ("style", style));
            }

            page.Close();
        }

        page.Close().Close();
    }

    private static void Mistakes(Markup page, string part, ClassificationMetrics metrics)
    {
        page.Element("h2", $"Most frequent mistakes ({part})").Open("div", ("class", "scroll")).Open("table");
        Head(page, "actual class", "taken for", "pictures");
        IEnumerable<(int Row, int Column, long Count)> mistakes = metrics.Confusion
            .SelectMany((counts, row) => counts.Select((count, column) => (Row: row, Column: column, Count: count)))
            .Where(cell => cell.Row != cell.Column && cell.Count > 0)
            .OrderByDescending(cell => cell.Count)
            .Take(MostMistakes);
        foreach ((int row, int column, long count) in mistakes)
        {
            Row(page, metrics.Classes[row].Name, metrics.Classes[column].Name, count.ToString(CultureInfo.InvariantCulture));
        }

        page.Close().Close();
    }

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);
}
