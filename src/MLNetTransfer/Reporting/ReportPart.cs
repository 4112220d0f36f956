using MLNetTransfer.Evaluation;

namespace MLNetTransfer.Reporting;

/// <summary>The test or the validation pictures.</summary>
/// <param name="Name">For people.</param>
/// <param name="Path">Member of <c>metrics.json</c>.</param>
/// <param name="Report">The model on them.</param>
internal sealed record ReportPart(string Name, string Path, EvaluationReport Report)
{
    public bool IsTest => Path == "test";

    /// <summary>What was evaluated, test first.</summary>
    public static IReadOnlyList<ReportPart> All(ReportData data)
    {
        List<ReportPart> parts = [];
        if (data.Test is EvaluationReport test)
        {
            parts.Add(new ReportPart("test", "test", test));
        }

        if (data.Validation is EvaluationReport validation)
        {
            parts.Add(new ReportPart("validation", "validation", validation));
        }

        return parts;
    }

    /// <summary>The part that the figures of the report are taken from, or null where nothing was evaluated.</summary>
    public static ReportPart? Main(ReportData data) => All(data) is [ReportPart first, ..] ? first : null;
}
