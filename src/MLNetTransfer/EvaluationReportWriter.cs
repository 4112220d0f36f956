using System.Text;
using System.Text.Json.Nodes;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Files;
using MLNetTransfer.Packaging;
using MLNetTransfer.Reporting;

namespace MLNetTransfer;

/// <summary>Reports of a saved model on labelled pictures, with the sections of those of a training run.</summary>
public static class EvaluationReportWriter
{
    /// <summary>Gathers what a report tells; reads the pictures that it shows.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="dataset">The pictures that it was evaluated on.</param>
    /// <param name="report">What <see cref="ImageClassifier.Evaluate(ImageDataset, Progress.IProgressReporter, CancellationToken)"/> gave for them.</param>
    /// <param name="command">The command that asks for it, or null.</param>
    public static ReportData Create(ImageClassifier classifier, ImageDataset dataset, EvaluationReport report, string? command = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(report);
        ReportPictures pictures = new(classifier.ClassNames, (content, name) => ReportHeat.Draw(classifier, content, name));
        Dictionary<string, int> places = classifier.ClassNames.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);
        int[] labels = [.. dataset.Classes.Select(name => places[name])];
        Dictionary<string, string> facts = classifier.Description.Facts.ToDictionary(fact => fact.Key, fact => fact.Value, StringComparer.Ordinal);
        string name = Path.GetFileName(classifier.Description.Path);
        return new ReportData
        {
            Subject = "Evaluation of a model",
            Title = RunReport.TitleOf(classifier.ClassNames),
            Backbone = facts.TryGetValue("backbone", out string? backbone) ? $"{name}, on the backbone {backbone}" : name,
            TestPictures = (int)report.Metrics.Images,
            Classes = classifier.ClassNames.Count,
            Settings = [.. classifier.Description.Facts.Select(fact => new ReportSetting(fact.Key, fact.Value))],
            Test = report,
            ClassCounts = [.. report.Metrics.Classes.Select(each => new ClassCount(each.Name, 0, 0, (int)each.Support))],
            MostWrong = pictures.MostWrong(report.Predictions),
            LeastSure = pictures.LeastSure(report.Predictions),
            Examples = pictures.Examples(dataset.Items.Select(item => item with { ClassIndex = labels[item.ClassIndex] })),
            RejectionThreshold = classifier.RejectionThreshold,
            Notices = dataset.Warnings,
            Skipped = report.Skipped,
            Command = command,
        };
    }

    /// <summary>Writes a report as HTML, or as Markdown where the file ends in <c>.md</c>. The file appears whole or not at all.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void Write(string path, ReportData data)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(data);
        string text = path.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? MarkdownReport.ToMarkdown(data) : HtmlReport.ToHtml(data);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            WholeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"The report '{path}' cannot be written: {exception.Message} Make room or name another file.", exception);
        }
    }

    /// <summary>The numbers of a report as JSON: each that the page shows is found there in full.</summary>
    public static string ToJson(ReportData data)
    {
        JsonObject root = [];
        ReportMetrics.AddTo(root, data);
        return root.ToJsonString(RunJsonContext.Default.Options) + "\n";
    }
}
