using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting.Charts;

namespace MLNetTransfer.Reporting.Sections;

/// <summary>What is taken for what: a matrix that can be read, else a map of colours and the most frequent mistakes.</summary>
internal static class ConfusionSection
{
    // Above the first a matrix is no longer read but searched; above the second its cells are smaller than a pointer.
    private const int MostMatrixClasses = 30;
    private const int MostMapClasses = 120;
    private const int MostMistakes = 25;
    private const int FewestForMistakes = 6;

    public static void Write(ReportPage page, ReportData data)
    {
        IReadOnlyList<ReportPart> parts = ReportPart.All(data);
        if (parts.Count == 0)
        {
            return;
        }

        page.Begin("confusion", "Confusion");
        Part(page, parts[0]);
        foreach (ReportPart part in parts.Skip(1))
        {
            page.Markup.Open("details").Element("summary", $"The same on the {part.Name} pictures");
            Part(page, part);
            page.Markup.Close();
        }

        page.End();
    }

    private static void Part(ReportPage page, ReportPart part)
    {
        ClassificationMetrics metrics = part.Report.Metrics;
        int count = metrics.Classes.Count;
        if (count <= MostMatrixClasses)
        {
            Matrix(page, part);
        }
        else if (count <= MostMapClasses)
        {
            page.Markup.Element("p", "Rows are the actual classes, columns what the model said, both in the order of the table of classes; the stronger the colour of a cell, the larger its share of the row. Point at a cell to see what it is.", ("class", "lead"));
            page.Markup.Open("div", ("class", "map"));
            HeatMap.Draw(page.Markup, metrics);
            page.Markup.Close();
        }

        if (count >= FewestForMistakes)
        {
            Mistakes(page, part);
        }
    }

    private static void Matrix(ReportPage page, ReportPart part)
    {
        ClassificationMetrics metrics = part.Report.Metrics;
        Markup markup = page.Markup;
        markup.Element("p", "Rows are the actual classes, columns what the model said; the diagonal is right. Point at a cell, or go through the matrix with the arrow keys, to read it in words.", ("class", "lead"));
        string caption = $"Confusion on the {part.Name} pictures: actual class by row, answer by column";
        markup.Open("div", ("class", "scroll"), ("role", "region"), ("aria-label", caption), ("tabindex", "0"));
        markup.Open("table", ("class", "matrix")).Open("caption").Element("span", caption).Close().Open("thead").Open("tr").Element("td", "");
        foreach (ClassMetrics each in metrics.Classes)
        {
            markup.Open("th", ("scope", "col"), ("title", each.Name)).Element("span", each.Name).Close();
        }

        markup.Close().Close().Open("tbody");
        for (int row = 0; row < metrics.Classes.Count; row++)
        {
            markup.Open("tr").Element("th", metrics.Classes[row].Name, ("scope", "row"), ("title", metrics.Classes[row].Name));
            for (int column = 0; column < metrics.Classes.Count; column++)
            {
                long pictures = metrics.Confusion[row][column];
                long support = metrics.Classes[row].Support;
                string level = ReportFormat.Count(HeatLevel.Of(support == 0 ? 0 : (double)pictures / support));
                markup.Element(
                    "td",
                    ReportFormat.Count(pictures),
                    ("class", $"{(row == column ? "right" : "wrong")} h{level}"),
                    ("title", ConfusionText.Of(metrics, row, column)),
                    (Figure.Attribute, $"{part.Path}.confusion[{ReportFormat.Count(row)}][{ReportFormat.Count(column)}]"));
            }

            markup.Close();
        }

        markup.Close().Close().Close();
        markup.Element("p", "", ("class", "readout"), ("role", "status"));
    }

    private static void Mistakes(ReportPage page, ReportPart part)
    {
        ClassificationMetrics metrics = part.Report.Metrics;
        IReadOnlyList<(int Row, int Column, long Count)> mistakes = FrequentMistakes.Of(metrics, metrics.Classes.Count <= MostMatrixClasses ? metrics.Classes.Count : MostMistakes);
        if (mistakes.Count == 0)
        {
            return;
        }

        page.BeginTable($"Most frequent mistakes on the {part.Name} pictures", "plain", "actual class", "taken for", ">pictures", ">share of the class");
        foreach ((int row, int column, long count) in mistakes)
        {
            page.BeginRow(metrics.Classes[row].Name);
            page.Cell(metrics.Classes[column].Name);
            page.Cell(Figure.Count($"{part.Path}.confusion[{ReportFormat.Count(row)}][{ReportFormat.Count(column)}]", count));
            page.Cell(ReportFormat.Percent((double)count / metrics.Classes[row].Support), isNumber: true);
            page.EndRow();
        }

        page.EndTable();
    }
}
