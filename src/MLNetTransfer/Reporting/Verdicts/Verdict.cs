using MLNetTransfer.Evaluation;
using MLNetTransfer.Inspection;

namespace MLNetTransfer.Reporting.Verdicts;

/// <summary>The first paragraph of a report: whether the model is any good, in words and with the numbers behind them.</summary>
internal sealed record Verdict
{
    // One-sided: whether it is better is the question, and 1 in 20 the usual risk of a wrong yes.
    private const double Significance = 0.05;
    private const int FewPictures = 100;
    private const int FewOfClass = 10;
    private const double LargeCalibrationError = 0.1;

    /// <summary>Member of <c>metrics.json</c> with the numbers of the comparison.</summary>
    public const string Path = "verdict";

    /// <summary>How good.</summary>
    public required VerdictLevel Level { get; init; }

    /// <summary>The pictures that it rests on.</summary>
    public required ReportPart Part { get; init; }

    /// <summary>The class that is most frequent among them.</summary>
    public required int BaselineClass { get; init; }

    /// <summary>The model against always answering <see cref="BaselineClass"/>.</summary>
    public required PairedComparison Baseline { get; init; }

    /// <summary>A few words.</summary>
    public required Sentence Headline { get; init; }

    /// <summary>The accuracy, its interval and what it is to be compared with.</summary>
    public required Sentence Summary { get; init; }

    /// <summary>What limits that, a sentence each.</summary>
    public required IReadOnlyList<Sentence> Reservations { get; init; }

    /// <summary>Accuracy of always answering <see cref="BaselineClass"/>.</summary>
    public double BaselineAccuracy => (double)Metrics.Classes[BaselineClass].Support / Metrics.Images;

    /// <summary>Probability of such a lead over the baseline by luck.</summary>
    public double BaselinePValue => SignTest.OneSided(Baseline.Gained, Baseline.Lost);

    private ClassificationMetrics Metrics => Part.Report.Metrics;

    /// <summary>Judges, or gives null where nothing was evaluated.</summary>
    public static Verdict? Of(ReportData data)
    {
        if (ReportPart.Main(data) is not ReportPart part)
        {
            return null;
        }

        ClassificationMetrics metrics = part.Report.Metrics;
        int baseline = Enumerable.Range(0, metrics.Classes.Count).MaxBy(index => metrics.Classes[index].Support);
        PairedComparison against = PairedComparison.AgainstConstant(metrics, baseline);
        double better = SignTest.OneSided(against.Gained, against.Lost);
        double worse = SignTest.OneSided(against.Lost, against.Gained);
        VerdictLevel level = better < Significance ? VerdictLevel.Useful : worse < Significance ? VerdictLevel.Worse : VerdictLevel.NoBetter;
        List<Sentence> reservations = Reserve(data, part, level);
        bool doubtful = !part.IsTest || metrics.Images < FewPictures || data.Findings.Any(finding => finding.Severity == FindingSeverity.Error);
        return new Verdict
        {
            Level = level == VerdictLevel.Useful && doubtful ? VerdictLevel.Doubtful : level,
            Part = part,
            BaselineClass = baseline,
            Baseline = against,
            Headline = Head(level, part, metrics.Classes[baseline].Name),
            Summary = Summarise(part, baseline, against, better),
            Reservations = reservations,
        };
    }

    private static Sentence Head(VerdictLevel level, ReportPart part, string answer)
    {
        Figure accuracy = Figure.Percent($"{part.Path}.accuracy", part.Report.Metrics.Accuracy);
        return level switch
        {
            VerdictLevel.Worse => Sentence.Of($"Worse than always answering '{answer}'."),
            VerdictLevel.NoBetter => Sentence.Of($"No better than always answering '{answer}', as far as {Figure.Count($"{part.Path}.images", part.Report.Metrics.Images)} {part.Name} pictures can show."),
            _ => Sentence.Of($"Right on {accuracy} of the {part.Name} pictures."),
        };
    }

    private static Sentence Summarise(ReportPart part, int baseline, PairedComparison against, double pValue)
    {
        ClassificationMetrics metrics = part.Report.Metrics;
        string path = part.Path;
        Sentence lead = against.Difference > 0
            ? Sentence.Of($"Chance alone would give such a lead over that answer with a probability of {Figure.Probability($"{Path}.baselinePValue", pValue)}.")
            : Sentence.Of($"The model has no lead over that answer.");
        Figure right = Figure.Count($"{Path}.right", PairedComparison.Right(metrics));
        Figure images = Figure.Count($"{path}.images", metrics.Images);
        Figure accuracy = Figure.Percent($"{path}.accuracy", metrics.Accuracy);
        Figure low = Figure.Percent($"{path}.accuracyInterval.low", metrics.AccuracyInterval.Low);
        Figure high = Figure.Percent($"{path}.accuracyInterval.high", metrics.AccuracyInterval.High);
        Figure constant = Figure.Percent($"{Path}.baselineAccuracy", (double)metrics.Classes[baseline].Support / metrics.Images);
        Figure chance = Figure.Percent($"{Path}.chanceAccuracy", 1.0 / metrics.Classes.Count);
        Sentence measured = Sentence.Of($"{right} of {images} {part.Name} pictures are classified correctly: an accuracy of {accuracy}, 95 % interval {low} to {high}.");
        Sentence compared = Sentence.Of($"Always answering '{metrics.Classes[baseline].Name}' would be right on {constant}, guessing on {chance}.");
        return Sentence.Of($"{measured} {compared} {lead}");
    }

    private static List<Sentence> Reserve(ReportData data, ReportPart part, VerdictLevel level)
    {
        ClassificationMetrics metrics = part.Report.Metrics;
        List<Sentence> sentences = [];
        if (level is VerdictLevel.NoBetter or VerdictLevel.Worse)
        {
            sentences.Add(Sentence.Of($"Do not use this model. Look at the pictures below: are the labels right, and do the classes differ in what is visible? Then try more pictures, or a larger backbone."));
        }

        if (!part.IsTest)
        {
            sentences.Add(Sentence.Of($"There were no test pictures: these are the validation pictures, by which choices were made, so the figures are a little too good. Set some aside with --test."));
        }

        if (metrics.Images < FewPictures)
        {
            sentences.Add(Sentence.Of($"{Figure.Count($"{part.Path}.images", metrics.Images)} pictures are few: the accuracy on new pictures may lie anywhere in the interval."));
        }

        if (data.Findings.Count(finding => finding.Severity == FindingSeverity.Error) is > 0 and int errors)
        {
            sentences.Add(Sentence.Of($"The check of the pictures found {ReportFormat.Count(errors)} fault{(errors == 1 ? "" : "s")} that may make these figures wrong; see Findings."));
        }

        if (data.Test is EvaluationReport test && data.Validation is EvaluationReport validation && test.Metrics.AccuracyInterval.High < validation.Metrics.AccuracyInterval.Low)
        {
            sentences.Add(Sentence.Of($"On the validation pictures the accuracy is {Figure.Percent("validation.accuracy", validation.Metrics.Accuracy)}, clearly higher: the test pictures are of another kind, or validation pictures are too much like those of training."));
        }

        AddClasses(sentences, part);
        if (part.Report.Calibration is CalibrationReport { ExpectedError: > LargeCalibrationError } calibration)
        {
            sentences.Add(Sentence.Of($"Its probabilities are not to be taken at their word: they are off by {Figure.Share($"{part.Path}.calibration.expectedError", calibration.ExpectedError)} on average; see Calibration."));
        }

        return sentences;
    }

    private static void AddClasses(List<Sentence> sentences, ReportPart part)
    {
        ClassificationMetrics metrics = part.Report.Metrics;
        int[] shown = [.. Enumerable.Range(0, metrics.Classes.Count).Where(index => metrics.Classes[index].Support > 0)];
        string[] missed = [.. shown.Where(index => metrics.Confusion[index][index] == 0).Select(index => metrics.Classes[index].Name)];
        if (missed.Length > 0)
        {
            sentences.Add(Sentence.Of($"Never recognised: {List(missed)}."));
        }
        else if (shown.Length > 1 && shown.MinBy(index => metrics.Classes[index].Recall) is int weakest && metrics.Classes[weakest] is { Recall: < 1 } each)
        {
            sentences.Add(Sentence.Of($"Weakest class: {each.Name}, of whose {Figure.Count($"{part.Path}.classes[{ReportFormat.Count(weakest)}].support", each.Support)} pictures {Figure.Percent($"{part.Path}.classes[{ReportFormat.Count(weakest)}].recall", each.Recall)} are recognised."));
        }

        string[] scarce = [.. metrics.Classes.Where(each => each.Support < FewOfClass).Select(each => each.Name)];
        if (scarce.Length > 0)
        {
            sentences.Add(Sentence.Of($"Fewer than {ReportFormat.Count(FewOfClass)} {part.Name} pictures: {List(scarce)}. Their figures say little."));
        }
    }

    private static string List(string[] names) => names.Length <= 6 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))} and {ReportFormat.Count(names.Length - 5)} more";
}
