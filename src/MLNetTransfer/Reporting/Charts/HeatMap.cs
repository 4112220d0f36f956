using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Reporting.Charts;

/// <summary>A confusion matrix with too many classes for numbers: a cell for each pair that occurs, darker the larger its share of the row.</summary>
internal static class HeatMap
{
    private const double Side = 600;

    public static void Draw(Markup page, ClassificationMetrics metrics)
    {
        int count = metrics.Classes.Count;
        double cell = Side / count;
        string size = Markup.Number(Side);
        const string Label = "Confusion of all classes: rows are actual classes, columns predicted ones, in the order of the table of classes";
        page.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("class", "heat"), ("viewBox", $"-1 -1 {Markup.Number(Side + 2)} {Markup.Number(Side + 2)}"), ("role", "img"), ("aria-label", Label));
        page.Element("title", Label);
        page.Empty("rect", ("class", "edge"), ("x", "0"), ("y", "0"), ("width", size), ("height", size));
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < count; column++)
            {
                long pictures = metrics.Confusion[row][column];
                if (pictures == 0)
                {
                    continue;
                }

                double share = (double)pictures / metrics.Classes[row].Support;
                page.Open(
                    "rect",
                    ("class", $"{(row == column ? "right" : "wrong")} h{ReportFormat.Count(HeatLevel.Of(share))}"),
                    ("x", Markup.Number(column * cell)),
                    ("y", Markup.Number(row * cell)),
                    ("width", Markup.Number(cell)),
                    ("height", Markup.Number(cell)));
                page.Element("title", ConfusionText.Of(metrics, row, column)).Close();
            }
        }

        page.Close();
    }
}
