using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting.Charts;

namespace MLNetTransfer.Reporting.Sections;

/// <summary>Each class by itself.</summary>
internal static class ClassesSection
{
    public static void Write(ReportPage page, ReportData data)
    {
        IReadOnlyList<ReportPart> parts = ReportPart.All(data);
        if (parts.Count == 0)
        {
            return;
        }

        page.Begin("classes", "Classes", "Recall is the share of a class's pictures that are recognised, precision the share of the answers with that class that are right. The lines are 95 % intervals from 0 to 100 %: classes whose lines overlap much cannot be told better from worse.");
        Table(page, parts[0]);
        foreach (ReportPart part in parts.Skip(1))
        {
            page.Markup.Open("details").Element("summary", $"The same on the {part.Name} pictures");
            Table(page, part);
            page.Markup.Close();
        }

        page.End();
    }

    private static void Table(ReportPage page, ReportPart part)
    {
        ClassificationMetrics metrics = part.Report.Metrics;
        bool ranked = part.Report.Curves.Count == metrics.Classes.Count;
        string[] more = ranked ? [">ROC area", ">average precision"] : [];
        page.BeginTable($"Classes on the {part.Name} pictures", "sortable", ["class", ">pictures", ">recall", "95 % interval", ">precision", "95 % interval", ">F1", .. more, "most often taken for"]);
        for (int index = 0; index < metrics.Classes.Count; index++)
        {
            ClassMetrics each = metrics.Classes[index];
            string path = $"{part.Path}.classes[{ReportFormat.Count(index)}]";
            page.BeginRow(each.Name);
            page.Cell(Figure.Count($"{path}.support", each.Support));
            Interval(page, Figure.Percent($"{path}.recall", each.Recall), each.Recall, metrics.RecallInterval(index));
            Interval(page, Figure.Percent($"{path}.precision", each.Precision), each.Precision, metrics.PrecisionInterval(index));
            page.Cell(Figure.Share($"{path}.f1", each.F1));
            if (ranked)
            {
                Optional(page, $"{part.Path}.classes[{ReportFormat.Count(index)}].rocArea", part.Report.Curves[index].RocArea);
                Optional(page, $"{part.Path}.classes[{ReportFormat.Count(index)}].averagePrecision", part.Report.Curves[index].AveragePrecision);
            }

            Mistake(page, part, index);
            page.EndRow();
        }

        page.EndTable();
    }

    private static void Interval(ReportPage page, Figure figure, double share, ConfidenceInterval? interval)
    {
        if (interval is not ConfidenceInterval known)
        {
            page.Cell("none", isNumber: true);
            page.Cell("");
            return;
        }

        page.Cell(figure);
        page.Markup.Open("td", ("class", "drawn"));
        Spark.Interval(page.Markup, share, known.Low, known.High);
        page.Markup.Close();
    }

    private static void Optional(ReportPage page, string path, double? value)
    {
        if (value is double known)
        {
            page.Cell(Figure.Share(path, known));
        }
        else
        {
            page.Cell("", isNumber: true);
        }
    }

    private static void Mistake(ReportPage page, ReportPart part, int row)
    {
        IReadOnlyList<long> counts = part.Report.Metrics.Confusion[row];
        int most = Enumerable.Range(0, counts.Count).Where(column => column != row).DefaultIfEmpty(row).MaxBy(column => counts[column]);
        if (most == row || counts[most] == 0)
        {
            page.Cell("");
            return;
        }

        Figure count = Figure.Count($"{part.Path}.confusion[{ReportFormat.Count(row)}][{ReportFormat.Count(most)}]", counts[most]);
        Sentence.Of($"{part.Report.Metrics.Classes[most].Name} ({count})").WriteTo(page.Markup.Open("td")).Close();
    }
}
