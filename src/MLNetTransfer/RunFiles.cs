using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Graphs;
using MLNetTransfer.Inference;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Packaging.TransformerChains;
using MLNetTransfer.Reporting;
using MLNetTransfer.Reporting.Charts;
using MLNetTransfer.Training;
using MLNetTransfer.Training.FeatureExtraction;
using MLNetTransfer.Training.FineTuning;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer;

/// <summary>Writes what a run gave: the model in two forms, <c>metrics.json</c>, <c>history.csv</c>, <c>options.json</c>, <c>curves.svg</c> and the reports.</summary>
internal sealed class RunFiles(
    TransferOptions options,
    PreparedBackbone backbone,
    RunData data,
    MeasuredModel measured,
    HeadTrainingResult head,
    IReadOnlyList<TuningOutcome> tuning,
    RunComparison comparison,
    IReadOnlyList<string> notices,
    ExtractedFeatures extracted,
    FineTuningOptions? tuned,
    IReadOnlyList<PhaseTiming> timings)
{
    private const int CheckedPictures = 8;

    // The written file and the trained network are the same sums; only the order of the last few additions of the head differs.
    private const float CheckTolerance = 1e-3f;

    private readonly RunModel _model = measured.Model;

    /// <summary>Writes all files; the model last, so that a folder with a model has everything.</summary>
    public bool Write(OutputFolder output, int threads, CancellationToken cancellationToken)
    {
        Preprocessing preprocessing = backbone.Preprocessing.Preprocessing;
        Graph graph = ClassifierGraph.Build(_model.Features, _model.Head, preprocessing, data.ClassNames);
        ModelManifest manifest = Manifest();
        byte[] onnx = OnnxWriter.Write(ClassifierGraph.ToModel(graph, data.ClassNames.Count, ModelMetadata.Of(manifest)));
        using ImageClassifier classifier = ImageClassifier.FromOnnx(onnx, manifest, "model.onnx", new ImageClassifierOptions { Threads = threads });
        Check(classifier, threads, cancellationToken);
        string history = HistoryFile.ToText(Rows());
        TrainingHistory epochs = new([.. Rows()]);
        string[] measuredPaths = [.. (data.Test ?? data.Validation ?? []).Select(picture => picture.Item.Path)];
        ModelAgreement? inMLNet = ChainAgreement.Measure(onnx, manifest, content => classifier.Probabilities(content), measuredPaths, threads, cancellationToken);
        ReportData report = Report(epochs, manifest, classifier, inMLNet);
        string metrics = Metrics(report);
        string optionsText = JsonSerializer.Serialize(Deciding(options), RunJsonContext.Default.TransferOptions) + "\n";
        output.Write("history.csv", stream => stream.Write(Encoding.UTF8.GetBytes(history)));
        string page = HtmlReport.ToHtml(report);
        string markdown = MarkdownReport.ToMarkdown(report);
        string curves = SvgChart.ToFile(TrainingCharts.Curves(epochs));
        output.Write("curves.svg", stream => stream.Write(Encoding.UTF8.GetBytes(curves)));
        output.Write(HtmlReport.Name, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
        output.Write(MarkdownReport.Name, stream => stream.Write(Encoding.UTF8.GetBytes(markdown)));
        output.Write("options.json", stream => stream.Write(Encoding.UTF8.GetBytes(optionsText)));
        output.Write("metrics.json", stream => stream.Write(Encoding.UTF8.GetBytes(metrics)));
        output.Write("model.onnx", stream => stream.Write(onnx));
        output.Write("model.zip", stream => ModelPackage.Write(
            stream,
            onnx,
            manifest,
            [
                new("history.csv", HistoryFile.ToText(Rows(), withSeconds: false)),
                new("metrics.json", metrics),
                new(ModelCard.Entry, ModelCard.ToText(Card(manifest) with { InMLNet = inMLNet })),
                new("options.json", optionsText),
            ],
            new ChainOptions { Input = options.ZipInput }));
        return true;
    }

    /// <summary>Writes a classifier that was not trained on labelled pictures.</summary>
    public static void WriteModel(OutputFolder output, Graph features, TrainedHead head, ModelManifest manifest)
    {
        Graph classifier = ClassifierGraph.Build(features, head, manifest.Preprocessing, manifest.Classes);
        byte[] onnx = OnnxWriter.Write(ClassifierGraph.ToModel(classifier, manifest.Classes.Count, ModelMetadata.Of(manifest)));
        output.Write("model.onnx", stream => stream.Write(onnx));
        output.Write("model.zip", stream => ModelPackage.Write(
            stream, onnx, manifest, [new(ModelCard.Entry, ModelCard.ToText(new ModelCardData { Manifest = manifest }))], new ChainOptions()));
    }

    private ReportData Report(TrainingHistory epochs, ModelManifest manifest, ImageClassifier classifier, ModelAgreement? inMLNet)
    {
        using Process process = Process.GetCurrentProcess();
        RunReport report = new(options, backbone, data, _model, comparison)
        {
            Validation = measured.Validation,
            Test = measured.Test,
            History = epochs,
            Notices = notices,
            Skipped = extracted.Skipped,
            Timings = timings,
            Tuning = tuned,
            Explain = (content, name) => ReportHeat.Draw(classifier, content, name),
            RejectionThreshold = measured.Calibration?.Threshold,
            InMLNet = inMLNet,
        };
        return report.Create(manifest, process.PeakWorkingSet64 is > 0 and long peak ? peak : null);
    }

    private ModelManifest Manifest() => new()
    {
        Classes = data.ClassNames,
        Preprocessing = backbone.Preprocessing.Preprocessing,
        Provenance = new ModelProvenance
        {
            Producer = $"MLNetTransfer {OnnxWriter.ProducerVersion}",
            Backbone = backbone.Name,
            BackboneSha256 = backbone.Sha256,
            BackboneLicence = backbone.Licence,
            FeatureNode = backbone.FeatureNode,
            Head = _model.Training,
            Seed = options.Seed,
            TrainingPictures = _model.FittedPictures,
            TrainingDataSha256 = DataDigest(data, _model.IncludesValidation),
        },
        Calibration = measured.Calibration,
        PictureSides = PictureSides.Of([.. data.Training.Select(picture => picture.Item.Path)]),
    };

    private ModelCardData Card(ModelManifest manifest)
    {
        int[] counts = new int[data.ClassNames.Count];
        foreach (ExtractedPicture picture in data.Training)
        {
            counts[picture.Item.ClassIndex]++;
        }

        return new ModelCardData
        {
            Manifest = manifest,
            Backbone = backbone.Description,
            BackboneOrigin = backbone.Origin,
            TrainingByClass = counts,
            Validation = measured.Validation,
            Test = measured.Test,
        };
    }

    // What decides the model: where files lie, how many threads work and whether the run was interrupted does not.
    private static TransferOptions Deciding(TransferOptions options) => options with { OutputFolder = "", CacheFolder = null, UseCache = true, Threads = 0, Resumes = false };

    internal static string DataDigest(RunData data, bool includesValidation)
    {
        IEnumerable<string> lines = data.Training
            .Concat(includesValidation ? data.Validation! : [])
            .Select(picture => $"{picture.Key.First:x32}{picture.Key.Second:x32} {data.ClassNames[picture.Item.ClassIndex]}")
            .Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    // The written bytes are read again and run on a few pictures: what leaves the house gives what was trained.
    private void Check(ImageClassifier classifier, int threads, CancellationToken cancellationToken)
    {
        ExtractedPicture[] pictures = [.. (data.Test ?? data.Validation ?? data.Training).Take(CheckedPictures)];
        using PicturePipeline pipeline = new(GraphOptimizer.OptimizeForInference(_model.Features), backbone.Preprocessing.Preprocessing, threads);
        for (int index = 0; index < pictures.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte[] content = File.ReadAllBytes(pictures[index].Item.Path);
            float[] expected = _model.Head.Predict(pipeline.Run(content));
            float[] actual = classifier.Probabilities(content);
            float difference = expected.Zip(actual, (left, right) => Math.Abs(left - right)).Max();
            if (!(difference <= CheckTolerance))
            {
                throw new ModelException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The written model gives other probabilities for {pictures[index].Item.Path} than the training did (largest difference {difference}). Nothing was written. This is a fault of the program."));
            }
        }
    }

    private IEnumerable<HistoryRow> Rows() => RunHistory.Rows(head).Concat(tuning.SelectMany(RunHistory.Rows));

    private string Metrics(ReportData report)
    {
        JsonObject root = new()
        {
            ["backbone"] = backbone.Name,
            ["preprocessing"] = backbone.Preprocessing.Description,
            ["trainingPictures"] = _model.FittedPictures,
            ["validationPictures"] = data.Validation?.Count ?? 0,
            ["testPictures"] = data.Test?.Count ?? 0,
            ["skippedPictures"] = extracted.Skipped.Count,
            ["skipped"] = new JsonArray([.. extracted.Skipped.Select(skipped => (JsonNode)new JsonObject { ["path"] = skipped.Path, ["reason"] = skipped.Reason })]),
            ["training"] = _model.Training,
        };
        ReportMetrics.AddTo(root, report);

        // The long parts keep their own layout, with a row of a table on a line.
        (string Name, EvaluationReport? Report)[] parts = [("validation", report.Validation), ("test", report.Test)];
        foreach ((string name, EvaluationReport? part) in parts.Where(part => part.Report is not null))
        {
            root[name] = $"@{name}";
        }

        string text = root.ToJsonString(RunJsonContext.Default.Options) + "\n";
        return parts.Aggregate(text, (whole, part) => whole.Replace($": \"@{part.Name}\"", $": {Inside(part.Report)}", StringComparison.Ordinal));
    }

    // The document of a report, moved in by one step; no text in JSON has a line break of its own.
    private static string Inside(EvaluationReport? report) => report?.ToJson().Replace("\n", "\n  ", StringComparison.Ordinal) ?? "null";
}
