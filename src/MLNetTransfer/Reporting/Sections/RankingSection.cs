using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting.Charts;

namespace MLNetTransfer.Reporting.Sections;

/// <summary>ROC and precision-recall curves, a small plot a class.</summary>
internal static class RankingSection
{
    private const int MostShown = 12;
    private const double Side = 140;

    public static void Write(ReportPage page, ReportData data)
    {
        if (ReportPart.Main(data) is not ReportPart part)
        {
            return;
        }

        // A class without pictures, or with nothing but them, has no curve.
        (ClassCurves Curves, int Index)[] known = [.. part.Report.Curves.Select((curves, index) => (curves, index)).Where(each => each.curves.RocArea is not null && each.curves.AveragePrecision is not null)];
        if (known.Length == 0)
        {
            return;
        }

        (ClassCurves Curves, int Index)[] shown = known.Length <= MostShown ? known : [.. known.OrderBy(each => each.Curves.AveragePrecision).Take(MostShown)];
        string which = known.Length > MostShown ? ReportFormat.Of($" The {MostShown} classes with the least average precision; the others are in the table of classes.") : "";
        Markup markup = page.Begin("ranking", "Each class against the others", $"How well the probability of a class picks out its pictures as the threshold on it moves.{which}");
        Row(markup, "ROC curves", shown, each => Roc(markup, part, each.Curves, each.Index));
        Row(markup, "Precision-recall curves", shown, each => PrecisionRecall(markup, part, each.Curves, each.Index));
        page.End();
    }

    private static void Row(Markup markup, string title, (ClassCurves Curves, int Index)[] shown, Action<(ClassCurves Curves, int Index)> draw)
    {
        markup.Element("h3", title).Open("div", ("class", "multiples"));
        foreach ((ClassCurves Curves, int Index) each in shown)
        {
            markup.Open("figure");
            draw(each);
            markup.Close();
        }

        markup.Close();
    }

    private static void Roc(Markup markup, ReportPart part, ClassCurves curves, int index)
    {
        UnitPlot plot = UnitPlot.Begin(
            markup, curves.Name, "", "false positive rate", "true positive rate", ReportFormat.Of($"ROC curve of {curves.Name}, area {curves.RocArea:0.000}."), Side);
        plot.Rule(0, 0, 1, 1);
        plot.Curve(curves.Roc.Select(point => new ChartPoint(point.X, point.Y)), 0);
        plot.End();
        Sentence.Of($"area {Figure.Share($"{part.Path}.classes[{ReportFormat.Count(index)}].rocArea", curves.RocArea!.Value)}").WriteTo(markup.Open("figcaption")).Close();
    }

    private static void PrecisionRecall(Markup markup, ReportPart part, ClassCurves curves, int index)
    {
        UnitPlot plot = UnitPlot.Begin(
            markup, curves.Name, "", "recall", "precision", ReportFormat.Of($"Precision-recall curve of {curves.Name}, average precision {curves.AveragePrecision:0.000}."), Side);
        double share = (double)part.Report.Metrics.Classes[index].Support / part.Report.Metrics.Images;
        plot.Rule(0, share, 1, share);
        plot.Curve(curves.PrecisionRecall.Select(point => new ChartPoint(point.X, point.Y)), 1);
        plot.End();
        Sentence.Of($"average precision {Figure.Share($"{part.Path}.classes[{ReportFormat.Count(index)}].averagePrecision", curves.AveragePrecision!.Value)}").WriteTo(markup.Open("figcaption")).Close();
    }
}
