using System.Text.Json.Nodes;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Reporting.Pictures;
using MLNetTransfer.Reporting.Verdicts;

namespace MLNetTransfer.Reporting;

/// <summary>The numbers of a report as members of <c>metrics.json</c>: each number that the page shows is found there in full.</summary>
public static class ReportMetrics
{
    /// <summary>Adds <c>validation</c>, <c>test</c>, <c>verdict</c>, <c>comparison</c>, <c>classCounts</c> and <c>pictures</c>.</summary>
    /// <param name="root">The object that becomes the file.</param>
    /// <param name="data">The report.</param>
    public static void AddTo(JsonObject root, ReportData data)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(data);
        root["validation"] = data.Validation is null ? null : Of(data.Validation);
        root["test"] = data.Test is null ? null : Of(data.Test);
        if (Verdict.Of(data) is Verdict verdict)
        {
            root[Verdict.Path] = Of(verdict);
        }

        if (data.Card?.InMLNet is ModelAgreement there)
        {
            root["inMlNet"] = new JsonObject { ["pictures"] = there.Pictures, ["sameClass"] = there.SameClass, ["meanDifference"] = there.MeanDifference };
        }

        if (ReportComparison.All(data) is { Count: > 0 } comparisons)
        {
            root["comparison"] = Of(comparisons);
        }

        if (data.ClassCounts.Count > 0)
        {
            root["classCounts"] = new JsonArray([.. data.ClassCounts.Select(JsonNode (count) => new JsonObject
            {
                ["name"] = count.Name,
                ["training"] = count.Training,
                ["validation"] = count.Validation,
                ["test"] = count.Test,
            })]);
        }

        if (data.MostWrong.Count + data.LeastSure.Count > 0)
        {
            root["pictures"] = new JsonObject { ["mostWrong"] = Of(data.MostWrong), ["leastSure"] = Of(data.LeastSure) };
        }
    }

    private static JsonObject Of(EvaluationReport report) => JsonNode.Parse(report.ToJson())!.AsObject();

    // Of what is only compared with, the curves are left out.
    private static JsonObject WithoutCurves(JsonObject report)
    {
        report.Remove("curves");
        report.Remove("rejection");
        return report;
    }

    private static JsonObject Of(Verdict verdict)
    {
        ClassificationMetrics metrics = verdict.Part.Report.Metrics;
        return new JsonObject
        {
            ["pictures"] = verdict.Part.Path,
            ["level"] = verdict.Level switch { VerdictLevel.Useful => "useful", VerdictLevel.Doubtful => "doubtful", VerdictLevel.NoBetter => "no better", _ => "worse" },
            ["right"] = PairedComparison.Right(metrics),
            ["baselineClass"] = metrics.Classes[verdict.BaselineClass].Name,
            ["baselineAccuracy"] = verdict.BaselineAccuracy,
            ["baselineGained"] = verdict.Baseline.Gained,
            ["baselineLost"] = verdict.Baseline.Lost,
            ["baselinePValue"] = verdict.BaselinePValue,
            ["chanceAccuracy"] = 1.0 / metrics.Classes.Count,
        };
    }

    private static JsonObject Of(IReadOnlyList<ReportComparison> comparisons)
    {
        JsonObject root = [];
        foreach (ReportComparison comparison in comparisons)
        {
            string[] members = comparison.Path.Split('.');
            if (!root.ContainsKey(members[1]))
            {
                root[members[1]] = new JsonObject();
            }

            JsonObject node = new() { ["report"] = WithoutCurves(Of(comparison.Other)), ["difference"] = comparison.Difference };
            if (comparison.Paired is PairedComparison paired)
            {
                node["gained"] = paired.Gained;
                node["lost"] = paired.Lost;
                node["low"] = paired.Interval.Low;
                node["high"] = paired.Interval.High;
                node["pValue"] = paired.PValue;
            }

            root[members[1]]![members[2]] = node;
        }

        return root;
    }

    private static JsonArray Of(IReadOnlyList<PictureExample> examples) => new([.. examples.Select(JsonNode (example) => new JsonObject
    {
        ["path"] = example.Path,
        ["actual"] = example.Actual,
        ["predicted"] = example.Predicted,
        ["confidence"] = example.Confidence,
        ["actualProbability"] = example.ActualProbability,
    })]);
}
