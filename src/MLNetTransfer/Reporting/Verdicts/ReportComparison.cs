using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Reporting.Verdicts;

/// <summary>The model of a run against another network of it.</summary>
/// <param name="Name">The other, for people.</param>
/// <param name="Path">Member of <c>metrics.json</c>.</param>
/// <param name="Part">The pictures, with the model on them.</param>
/// <param name="Other">The other on them.</param>
internal sealed record ReportComparison(string Name, string Path, ReportPart Part, EvaluationReport Other)
{
    private const double Significance = 0.05;

    /// <summary>Picture by picture, or null where single answers are not known.</summary>
    public PairedComparison? Paired => PairedComparison.Of(Part.Report, Other);

    /// <summary>Accuracy of the model less that of the other.</summary>
    public double Difference => Part.Report.Metrics.Accuracy - Other.Metrics.Accuracy;

    /// <summary>What the numbers mean.</summary>
    public string InWords => Paired is not PairedComparison paired ? "answers to single pictures are not known"
        : paired.PValue >= Significance ? ReportFormat.Of($"no difference that {paired.Pictures} pictures can show ({paired.Gained} gained, {paired.Lost} lost)")
        : ReportFormat.Of($"{(paired.Gained > paired.Lost ? "better" : "worse")}: {paired.Gained} pictures gained, {paired.Lost} lost");

    /// <summary>All that a run allows, test first.</summary>
    public static IReadOnlyList<ReportComparison> All(ReportData data)
    {
        const string HeadName = "head alone, before fine-tuning";
        List<ReportComparison> comparisons = [];
        foreach (ReportPart part in ReportPart.All(data))
        {
            Add(HeadName, "head", part, part.IsTest ? data.HeadTest : data.HeadValidation);
            Add("same network from random weights", "scratch", part, part.IsTest ? null : data.ScratchValidation);
        }

        return comparisons;

        void Add(string name, string member, ReportPart part, EvaluationReport? other)
        {
            if (other is not null)
            {
                comparisons.Add(new ReportComparison(name, $"comparison.{part.Path}.{member}", part, other));
            }
        }
    }
}
