using System.Globalization;
using System.Text;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer;

/// <summary>
/// What a user of a model has to know, as Markdown (after M. Mitchell and others, "Model Cards for Model Reporting", 2019): what it is for, what it learnt from, how good it is and where
/// it ends. Holds nothing that differs between two equal runs.
/// </summary>
internal static class ModelCard
{
    /// <summary>Name of the entry in <c>model.zip</c>.</summary>
    public const string Entry = "model-card.md";

    private const string Special = "\\`*_{}[]<>#|~";

    public static string ToText(ModelCardData data)
    {
        StringBuilder text = new();
        Head(text, data);
        Data(text, data);
        Origin(text, data);
        Metrics(text, data);
        Elsewhere(text, data);
        Limits(text, data);
        return text.ToString();
    }

    private static void Head(StringBuilder text, ModelCardData data)
    {
        IReadOnlyList<string> classes = data.Manifest.Classes;
        Line(text, $"# Model card\n\nA classifier of pictures into {classes.Count} classes: {string.Join(", ", classes.Select(Plain))}. Written by {data.Manifest.Provenance.Producer}.");
        Put(text, "\n## Use\n");
        Put(text, "For pictures of the kind that it learnt from, each showing one of the classes. It answers with a probability for each class; they add up to 1, also for a picture that shows none of them, so an application should have an answer for low probabilities. It was not made for decisions about people.");
    }

    private static void Data(StringBuilder text, ModelCardData data)
    {
        Put(text, "\n## Data\n");
        Line(text, $"{data.Manifest.Provenance.TrainingPictures} pictures were learnt from{Held(data)}. SHA-256 over the pictures that were learnt from and their classes: `{data.Manifest.Provenance.TrainingDataSha256}`.");
        if (data.TrainingByClass is { Count: > 0 } counts)
        {
            Put(text, "\n| class | training | validation | test |\n| --- | --- | --- | --- |");
            for (int index = 0; index < counts.Count; index++)
            {
                Line(text, $"| {Plain(data.Manifest.Classes[index])} | {counts[index]} | {data.Validation?.Metrics.Classes[index].Support ?? 0} | {data.Test?.Metrics.Classes[index].Support ?? 0} |");
            }
        }
    }

    private static string Held(ModelCardData data) => (data.Validation, data.Test) switch
    {
        (null, null) => "; none were held back to measure with",
        ({ } validation, null) => Text($"; {validation.Metrics.Images} were held back for choices (validation)"),
        (null, { } test) => Text($"; {test.Metrics.Images} were used for nothing but the test"),
        ({ } validation, { } test) => Text($"; {validation.Metrics.Images} were held back for choices (validation), {test.Metrics.Images} were used for nothing but the test"),
    };

    private static void Origin(StringBuilder text, ModelCardData data)
    {
        Packaging.ModelProvenance provenance = data.Manifest.Provenance;
        Preprocessing preprocessing = data.Manifest.Preprocessing;
        Put(text, "\n## Origin\n");
        Line(text, $"- Backbone: {Plain(data.Backbone ?? provenance.Backbone)}. {(data.BackboneOrigin is string origin ? $"It {Plain(origin)}. " : "")}Licence: {Plain(provenance.BackboneLicence)}. SHA-256: `{provenance.BackboneSha256}`.");
        Line(text, $"- Training: {Plain(provenance.Head)}; seed {provenance.Seed}.");
        Line(text, $"- Preprocessing: shorter side to {preprocessing.ResizeSize} pixels ({preprocessing.Filter}, antialiased), centre square of {preprocessing.CropSize} {(preprocessing.Placement == CropPlacement.Exact ? "exactly in the middle (Pillow's `resize` with a `box`)" : "at whole pixels (torchvision's `Resize` and `CenterCrop`)")}; less {Channels(preprocessing.Mean)}, divided by {Channels(preprocessing.Deviation)} (red, green, blue), inside the network.");
    }

    private static void Metrics(StringBuilder text, ModelCardData data)
    {
        Put(text, "\n## Quality\n");
        if (data.Validation is null && data.Test is null)
        {
            Put(text, "Not measured: no picture was held back.");
            return;
        }

        Put(text, "| pictures | accuracy | 95 % interval | macro F1 | log loss |\n| --- | --- | --- | --- | --- |");
        Row(text, "validation", data.Validation);
        Row(text, "test", data.Test);
        EvaluationReport report = (data.Test ?? data.Validation)!;
        Line(text, $"\nBy class, on the {(data.Test is null ? "validation" : "test")} pictures{(data.Test is null ? ", by which choices were made: on new pictures it does a little worse" : "")}:\n");
        Put(text, "| class | precision | recall | 95 % interval of the recall | pictures |\n| --- | --- | --- | --- | --- |");
        for (int index = 0; index < report.Metrics.Classes.Count; index++)
        {
            ClassMetrics each = report.Metrics.Classes[index];
            Put(text, report.Metrics.RecallInterval(index) is ConfidenceInterval recall
                ? Text($"| {Plain(each.Name)} | {each.Precision:0.000} | {each.Recall:0.000} | {Interval(recall)} | {each.Support} |")
                : Text($"| {Plain(each.Name)} | | | | 0 |"));
        }
    }

    private static void Row(StringBuilder text, string name, EvaluationReport? report)
    {
        if (report is { Metrics: ClassificationMetrics metrics })
        {
            Line(text, $"| {name}, {metrics.Images} | {metrics.Accuracy:0.0000} | {Interval(metrics.AccuracyInterval)} | {metrics.MacroF1:0.0000} | {metrics.LogLoss:0.0000} |");
        }
    }

    private static void Elsewhere(StringBuilder text, ModelCardData data)
    {
        Put(text, "\n## In ML.NET\n");
        Put(text, "This archive loads with `mlContext.Model.Load`. ML.NET resizes with another filter than training did and does not turn pictures upright by their EXIF mark, so a few answers differ.");
        if (data.InMLNet is ModelAgreement there)
        {
            Line(text, $"\nOf {there.Pictures} of the pictures that it was measured with {there.SameClass} ({100.0 * there.SameClass / there.Pictures:0.0} %) get the same class with the pixels of ML.NET 5, which were computed here; the probability of an answer differs by {there.MeanDifference:0.0000} on average.");
        }

        Put(text, "\nOther models, in ML.NET itself:");
        Put(text, "\n| measured with ML.NET 5.0.1 | pictures | same class | mean difference of a probability |\n| --- | --- | --- | --- |");
        foreach (StockAgreement agreement in StockAgreement.Measured)
        {
            Line(text, $"| {agreement.Data}, {agreement.Backbone} | {agreement.Pictures} | {100.0 * agreement.SameClass / agreement.Pictures:0.0} % | {agreement.MeanDifference:0.0000} |");
        }

        Line(text, $"\nFor the very pixels that training saw, give `model.onnx` pictures of {data.Manifest.Preprocessing.CropSize} x {data.Manifest.Preprocessing.CropSize} pixels that this program or Pillow has resized.");
    }

    private static void Limits(StringBuilder text, ModelCardData data)
    {
        Put(text, "\n## Limits\n");
        Put(text, "- What is not among the classes gets one of them all the same.");
        Put(text, "- Pictures of another origin than the training pictures (camera, light, background, drawings, screenshots) are recognised less well than the figures above say.");
        Put(text, "- Where the classes came with different backgrounds, the background may be what was learnt.");
        EvaluationReport? report = data.Test ?? data.Validation;
        if (report is { Metrics.Images: < 100 })
        {
            Line(text, $"- {report.Metrics.Images} pictures are too few to measure with; go by the intervals.");
        }
    }

    private static string Interval(ConfidenceInterval interval) => Text($"{interval.Low:0.000} to {interval.High:0.000}");

    private static string Channels(Preprocessing.Channels channels) => Text($"{channels.Red:0.###} {channels.Green:0.###} {channels.Blue:0.###}");

    // Names are the user's: nothing in them may become a mark of Markdown or a line of its own.
    private static string Plain(string name)
    {
        StringBuilder plain = new();
        foreach (char each in name)
        {
            plain.Append(Special.Contains(each, StringComparison.Ordinal) ? "\\" : "").Append(char.IsControl(each) ? ' ' : each);
        }

        return plain.ToString();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Put(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static void Line(StringBuilder text, FormattableString line) => Put(text, Text(line));
}
