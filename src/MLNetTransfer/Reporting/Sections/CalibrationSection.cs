using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting.Charts;

namespace MLNetTransfer.Reporting.Sections;

/// <summary>Whether the probabilities can be taken at their word.</summary>
internal static class CalibrationSection
{
    private const double Side = 340;

    public static void Write(ReportPage page, ReportData data)
    {
        if (ReportPart.Main(data) is not { Report.Calibration: CalibrationReport calibration } part)
        {
            return;
        }

        string path = $"{part.Path}.calibration";
        Markup markup = page.Begin("calibration", "Calibration");
        double confidence = Mean(calibration, bin => bin.Confidence);
        double accuracy = Mean(calibration, bin => bin.Accuracy);
        string tendency = Math.Abs(confidence - accuracy) < 0.02 ? "On the whole confidence and accuracy agree." : confidence > accuracy ? "On the whole the model is too sure of itself." : "On the whole the model is less sure than it could be.";
        Sentence.Of(
            $"Of the answers that are given with a confidence of 80 %, 80 % should be right. {tendency} The expected calibration error, the mean distance over the pictures, is {Figure.Share($"{path}.expectedError", calibration.ExpectedError)}; the largest of a bin is {Figure.Share($"{path}.maximumError", calibration.MaximumError)}; the Brier score is {Figure.Share($"{path}.brierScore", calibration.BrierScore)} (0 is best).")
            .WriteTo(markup.Open("p", ("class", "lead"))).Close();
        markup.Open("div", ("class", "curves")).Open("div", ("class", "plot"));
        Reliability(markup, calibration);
        markup.Close().Open("div", ("class", "plot"));
        Frequencies(markup, calibration);
        markup.Close().Close();
        Table(page, path, calibration);
        page.End();
    }

    private static double Mean(CalibrationReport calibration, Func<CalibrationBin, double> value) =>
        calibration.Bins.Sum(bin => bin.Count * value(bin)) / Math.Max(1, calibration.Bins.Sum(bin => bin.Count));

    private static void Reliability(Markup markup, CalibrationReport calibration)
    {
        UnitPlot plot = UnitPlot.Begin(
            markup, "Reliability", "on the dotted line: as right as it is sure", "confidence", "share that is right",
            ReportFormat.Of($"Accuracy by confidence in {calibration.Bins.Count} bins; the dotted diagonal is perfect calibration."), Side);
        foreach (CalibrationBin bin in calibration.Bins.Where(bin => bin.Count > 0))
        {
            plot.Bar(bin.Low, bin.High, bin.Accuracy, Text(bin));
        }

        plot.Rule(0, 0, 1, 1);
        foreach (CalibrationBin bin in calibration.Bins.Where(bin => bin.Count > 0))
        {
            ConfidenceInterval interval = ConfidenceInterval.Wilson((long)Math.Round(bin.Accuracy * bin.Count), bin.Count);
            plot.Whisker(bin.Confidence, interval.Low, interval.High);
            plot.Dot(bin.Confidence, bin.Accuracy, Text(bin));
        }

        plot.End();
    }

    private static void Frequencies(Markup markup, CalibrationReport calibration)
    {
        long most = Math.Max(1, calibration.Bins.Max(bin => bin.Count));
        long all = Math.Max(1, calibration.Bins.Sum(bin => bin.Count));
        UnitPlot plot = UnitPlot.Begin(
            markup, "How sure it is", ReportFormat.Of($"tallest bar: {most} of {all} pictures"), "confidence", "pictures, against the tallest bar",
            ReportFormat.Of($"Pictures by confidence in {calibration.Bins.Count} bins; the fullest has {most} of {all}."), Side);
        foreach (CalibrationBin bin in calibration.Bins.Where(bin => bin.Count > 0))
        {
            plot.Bar(bin.Low, bin.High, (double)bin.Count / most, Text(bin));
        }

        plot.End();
    }

    private static void Table(ReportPage page, string path, CalibrationReport calibration)
    {
        page.Markup.Open("details").Element("summary", "Bins as a table");
        page.BeginTable("Bins of confidence", "plain", "confidence", ">pictures", ">mean confidence", ">accuracy");
        for (int index = 0; index < calibration.Bins.Count; index++)
        {
            CalibrationBin bin = calibration.Bins[index];
            if (bin.Count > 0)
            {
                string member = $"{path}.bins[{ReportFormat.Count(index)}]";
                page.BeginRow(ReportFormat.Of($"{bin.Low:0.00} to {bin.High:0.00}"));
                page.Cell(Figure.Count($"{member}.count", bin.Count));
                page.Cell(Figure.Percent($"{member}.confidence", bin.Confidence));
                page.Cell(Figure.Percent($"{member}.accuracy", bin.Accuracy));
                page.EndRow();
            }
        }

        page.EndTable();
        page.Markup.Close();
    }

    private static string Text(CalibrationBin bin) =>
        ReportFormat.Of($"confidence {bin.Low:0.00} to {bin.High:0.00}: {bin.Count} pictures, mean confidence {bin.Confidence * 100:0.0} %, {bin.Accuracy * 100:0.0} % right");
}
