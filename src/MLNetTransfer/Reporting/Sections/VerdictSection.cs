using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting.Charts;
using MLNetTransfer.Reporting.Verdicts;

namespace MLNetTransfer.Reporting.Sections;

/// <summary>Whether the model is any good, before anything else.</summary>
internal static class VerdictSection
{
    private static readonly string[] Labels = ["Better than guessing", "Better than guessing, with reservations", "No better than guessing", "Worse than guessing"];
    private static readonly string[] Styles = ["good", "fair", "bad", "bad"];

    public static void Write(ReportPage page, ReportData data)
    {
        if (Verdict.Of(data) is not Verdict verdict)
        {
            return;
        }

        ClassificationMetrics metrics = verdict.Part.Report.Metrics;
        Markup markup = page.Markup;
        markup.Open("section", ("class", $"verdict {Styles[(int)verdict.Level]}"), ("aria-label", "Verdict"));
        markup.Open("div", ("class", "words"));
        markup.Element("p", Labels[(int)verdict.Level], ("class", "badge"));
        verdict.Headline.WriteTo(markup.Open("p", ("class", "headline"))).Close();
        verdict.Summary.WriteTo(markup.Open("p")).Close();
        markup.Close();
        markup.Open("figure");
        AccuracyScale.Draw(markup, metrics.Accuracy, metrics.AccuracyInterval.Low, metrics.AccuracyInterval.High, verdict.BaselineAccuracy, 1.0 / metrics.Classes.Count);
        markup.Element("figcaption", "The bar is the 95 % interval of the accuracy.").Close();
        if (verdict.Reservations.Count > 0)
        {
            markup.Open("ul", ("class", "reservations"));
            foreach (Sentence reservation in verdict.Reservations)
            {
                reservation.WriteTo(markup.Open("li")).Close();
            }

            markup.Close();
        }

        markup.Close();
        Cards(markup, data);
    }

    private static void Cards(Markup markup, ReportData data)
    {
        markup.Open("dl", ("class", "cards"));
        foreach (ReportPart part in ReportPart.All(data))
        {
            ClassificationMetrics metrics = part.Report.Metrics;
            string title = part.IsTest ? "Test" : "Validation";
            Card(markup, $"{title} accuracy", Figure.Percent($"{part.Path}.accuracy", metrics.Accuracy), Sentence.Of(
                $"95 % interval {Figure.Percent($"{part.Path}.accuracyInterval.low", metrics.AccuracyInterval.Low)} to {Figure.Percent($"{part.Path}.accuracyInterval.high", metrics.AccuracyInterval.High)}, {Figure.Count($"{part.Path}.images", metrics.Images)} pictures"));
        }

        ReportPart main = ReportPart.Main(data)!;
        ClassificationMetrics shown = main.Report.Metrics;
        Card(markup, "Macro F1", Figure.Share($"{main.Path}.macroF1", shown.MacroF1), Sentence.Of($"all classes alike, {main.Name}"));
        Card(markup, "Log loss", Figure.Share($"{main.Path}.logLoss", shown.LogLoss), Sentence.Of($"{ReportFormat.Share(Math.Log(shown.Classes.Count))} for equal probabilities"));
        if (shown.Classes.Count > 5)
        {
            Card(markup, "Top 5", Figure.Percent($"{main.Path}.top5", shown.Top5), Sentence.Of($"the class is among the five most probable"));
        }

        if (main.Report.Calibration is CalibrationReport calibration)
        {
            Card(markup, "Calibration error", Figure.Share($"{main.Path}.calibration.expectedError", calibration.ExpectedError), Sentence.Of($"confidence against accuracy, on average"));
        }

        markup.Close();
    }

    private static void Card(Markup markup, string name, Figure figure, Sentence note)
    {
        markup.Open("div", ("class", "card")).Element("dt", name).Open("dd");
        markup.Element("strong", figure.Text, (Figure.Attribute, figure.Path));
        note.WriteTo(markup.Open("span")).Close();
        markup.Close().Close();
    }
}
