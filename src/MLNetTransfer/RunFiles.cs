using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MLNetTransfer.Datasets;
using MLNetTransfer.Graphs;
using MLNetTransfer.Inference;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;
using MLNetTransfer.Packaging.TransformerChains;
using MLNetTransfer.Reporting;
using MLNetTransfer.Reporting.Charts;
using MLNetTransfer.Training;
using MLNetTransfer.Training.FeatureExtraction;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer;

/// <summary>Writes what a run gave: <c>model.onnx</c>, <c>model.zip</c>, <c>metrics.json</c>, <c>history.csv</c> and <c>options.json</c>.</summary>
internal sealed class RunFiles(
    TransferOptions options,
    PreparedBackbone backbone,
    RunData data,
    RunModel model,
    HeadTrainingResult head,
    IReadOnlyList<TuningOutcome> tuning,
    RunComparison comparison,
    IReadOnlyList<string> notices,
    ExtractedFeatures extracted)
{
    private const int CheckedPictures = 8;
    private const int TitleClasses = 5;

    // The written file and the trained network are the same sums; only the order of the last few additions of the head differs.
    private const float CheckTolerance = 1e-3f;

    /// <summary>Writes all files; the model last, so that a folder with a model has everything.</summary>
    public bool Write(OutputFolder output, int threads, CancellationToken cancellationToken)
    {
        Preprocessing preprocessing = backbone.Preprocessing.Preprocessing;
        Graph classifier = ClassifierGraph.Build(model.Features, model.Head, preprocessing, data.ClassNames);
        ModelManifest manifest = Manifest();
        byte[] onnx = OnnxWriter.Write(ClassifierGraph.ToModel(classifier, data.ClassNames.Count, ModelMetadata.Of(manifest)));
        Check(onnx, manifest, threads, cancellationToken);
        string history = HistoryFile.ToText(Rows());
        string metrics = Metrics();
        string optionsText = JsonSerializer.Serialize(Deciding(options), RunJsonContext.Default.TransferOptions) + "\n";
        output.Write("history.csv", stream => stream.Write(Encoding.UTF8.GetBytes(history)));
        TrainingHistory epochs = new([.. Rows()]);
        string report = HtmlReport.ToHtml(Report(epochs));
        string curves = SvgChart.ToFile(TrainingCharts.Curves(epochs));
        output.Write("curves.svg", stream => stream.Write(Encoding.UTF8.GetBytes(curves)));
        output.Write(HtmlReport.Name, stream => stream.Write(Encoding.UTF8.GetBytes(report)));
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
                new(ModelCard.Entry, ModelCard.ToText(Card(manifest))),
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

    private ReportData Report(TrainingHistory epochs) => new()
    {
        Title = $"{string.Join(", ", data.ClassNames.Take(TitleClasses))}{(data.ClassNames.Count > TitleClasses ? ", ..." : "")}",
        Backbone = backbone.Description,
        TrainingPictures = model.FittedPictures,
        ValidationPictures = data.Validation?.Count ?? 0,
        TestPictures = data.Test?.Count ?? 0,
        Classes = data.ClassNames.Count,
        Settings =
        [
            new("training", model.Training),
            new("preprocessing", backbone.Preprocessing.Description),
            new("seed", options.Seed.ToString(CultureInfo.InvariantCulture)),
            new("licence of the backbone", backbone.Licence),
        ],
        Validation = model.Validation,
        Test = model.Test,
        HeadValidation = comparison.HeadValidation,
        ScratchValidation = comparison.ScratchValidation,
        History = epochs,
        Notices = notices,
        Skipped = extracted.Skipped,
        Command = options.Command,
    };

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
            Head = model.Training,
            Seed = options.Seed,
            TrainingPictures = model.FittedPictures,
            TrainingDataSha256 = DataDigest(data, model.IncludesValidation),
        },
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
            Validation = model.Validation,
            Test = model.Test,
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
    private void Check(byte[] onnx, ModelManifest manifest, int threads, CancellationToken cancellationToken)
    {
        ExtractedPicture[] pictures = [.. (data.Test ?? data.Validation ?? data.Training).Take(CheckedPictures)];
        using ImageClassifier classifier = ImageClassifier.FromOnnx(onnx, manifest, "model.onnx", new ImageClassifierOptions { Threads = threads });
        using PicturePipeline pipeline = new(GraphOptimizer.OptimizeForInference(model.Features), backbone.Preprocessing.Preprocessing, threads);
        for (int index = 0; index < pictures.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte[] content = File.ReadAllBytes(pictures[index].Item.Path);
            float[] expected = model.Head.Predict(pipeline.Run(content));
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

    private string Metrics()
    {
        JsonObject root = new()
        {
            ["backbone"] = backbone.Name,
            ["preprocessing"] = backbone.Preprocessing.Description,
            ["trainingPictures"] = model.FittedPictures,
            ["validationPictures"] = data.Validation?.Count ?? 0,
            ["testPictures"] = data.Test?.Count ?? 0,
            ["skippedPictures"] = extracted.Skipped.Count,
            ["skipped"] = new JsonArray([.. extracted.Skipped.Select(skipped => (JsonNode)new JsonObject { ["path"] = skipped.Path, ["reason"] = skipped.Reason })]),
            ["training"] = model.Training,
            ["validation"] = model.Validation is null ? null : JsonNode.Parse(model.Validation.ToJson()),
            ["test"] = model.Test is null ? null : JsonNode.Parse(model.Test.ToJson()),
        };
        return root.ToJsonString(RunJsonContext.Default.Options) + "\n";
    }
}
