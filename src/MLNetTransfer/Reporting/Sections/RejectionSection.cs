using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting.Charts;

namespace MLNetTransfer.Reporting.Sections;

/// <summary>What is gained by answering "none of these" where the model is not sure.</summary>
internal static class RejectionSection
{
    private static readonly double[] ErrorRates = [0.2, 0.1, 0.05, 0.02, 0.01];

    public static void Write(ReportPage page, ReportData data)
    {
        if (ReportPart.Main(data) is not { Report.Rejection: { Count: > 1 } points } part)
        {
            return;
        }

        Markup markup = page.Begin("rejection", "None of these", "What happens when an answer below a confidence counts as \u201Cnone of these\u201D: fewer pictures get an answer, and fewer answers are wrong.");
        markup.Open("div", ("class", "curves")).Open("div", ("class", "plot"));
        markup.Raw(SvgChart.ToFragment(Chart(points, data.RejectionThreshold)));
        markup.Close().Open("div");
        Table(page, part, points, data.RejectionThreshold);
        markup.Close().Close();
        page.End();
    }

    private static LineChart Chart(IReadOnlyList<RejectionPoint> points, double? threshold) => new()
    {
        Title = "Answers and errors by least confidence",
        Description = "Share of the pictures that get an answer, and share of the answers that are wrong, by the least confidence of an answer.",
        HorizontalName = "least confidence of an answer",
        HorizontalTicks = AxisTicks.Linear(0, 1, 6),
        Series =
        [
            new ChartSeries("answered", [.. points.Select(point => new ChartPoint(point.Threshold, point.Answered))]),
            new ChartSeries("wrong among the answers", [.. points.Where(point => point.Answered > 0).Select(point => new ChartPoint(point.Threshold, point.ErrorRate))], 1),
        ],
        Rules = threshold is double stored ? [new ChartRule(ReportFormat.Of($"stored threshold {stored:0.00}"), stored)] : [],
        Ceiling = 1,
    };

    private static void Table(ReportPage page, ReportPart part, IReadOnlyList<RejectionPoint> points, double? threshold)
    {
        page.BeginTable($"Thresholds on the {part.Name} pictures", "plain", "wrong answers at most", ">least confidence", ">answered", ">wrong");
        int start = -2;
        foreach (double rate in ErrorRates)
        {
            int index = IndexOf(points, point => point.Answered > 0 && point.ErrorRate <= rate);
            if (index == start)
            {
                continue;
            }

            start = index;
            page.BeginRow(ReportFormat.Of($"{rate * 100:0} %"));
            if (index < 0)
            {
                page.Cell("cannot be reached");
                page.Cell("");
                page.Cell("");
                page.EndRow();
                break;
            }

            Cells(page, part, index, points[index]);
        }

        if (threshold is double stored && IndexOf(points, point => point.Threshold >= stored) is >= 0 and int at)
        {
            page.BeginRow("at the stored threshold");
            Cells(page, part, at, points[at]);
        }

        page.EndTable();
    }

    private static void Cells(ReportPage page, ReportPart part, int index, RejectionPoint point)
    {
        string path = $"{part.Path}.rejection[{ReportFormat.Count(index)}]";
        page.Cell(Figure.Share($"{path}.threshold", point.Threshold));
        page.Cell(Figure.Percent($"{path}.answered", point.Answered));
        page.Cell(Figure.Percent($"{path}.errorRate", point.ErrorRate));
        page.EndRow();
    }

    private static int IndexOf(IReadOnlyList<RejectionPoint> points, Func<RejectionPoint, bool> wanted)
    {
        for (int index = 0; index < points.Count; index++)
        {
            if (wanted(points[index]))
            {
                return index;
            }
        }

        return -1;
    }
}
