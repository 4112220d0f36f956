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
using MLNetTransfer.Reporting;
using MLNetTransfer.Training;
using MLNetTransfer.Training.FeatureExtraction;
using MLNetTransfer.Training.Heads;

namespace MLNetTransfer;

/// <summary>Writes what a run gave: <c>model.onnx</c>, <c>model.zip</c>, <c>metrics.json</c>, <c>history.csv</c> and <c>options.json</c>.</summary>
internal sealed class RunFiles(
    TransferOptions options,
    PreparedBackbone backbone,
    RunData data,
    HeadTrainingResult final,
    HeadTrainingResult chosen,
    EvaluationReport? validation,
    EvaluationReport? test,
    ExtractedFeatures extracted)
{
    private const int CheckedPictures = 8;

    // The features of the check are computed from the written file, those of the training may come from a cache: both are the same sums, so only the
    // order of the last few additions of the head differs.
    private const float CheckTolerance = 1e-3f;

    /// <summary>Pictures that the final head was fitted to.</summary>
    public int FittedPictures { get; } = ReferenceEquals(final, chosen) ? data.Training.Count : data.Training.Count + (data.Validation?.Count ?? 0);

    /// <summary>Writes all files; the model last, so that a folder with a model has everything.</summary>
    public bool Write(OutputFolder output, int threads, CancellationToken cancellationToken)
    {
        Preprocessing preprocessing = backbone.Preprocessing.Preprocessing;
        Graph classifier = ClassifierGraph.Build(backbone.Features, final.Head, preprocessing, data.ClassNames);
        ModelManifest manifest = Manifest();
        byte[] onnx = OnnxWriter.Write(ClassifierGraph.ToModel(classifier, data.ClassNames.Count, ModelMetadata.Of(manifest)));
        Check(onnx, manifest, threads, cancellationToken);
        string history = History();
        string metrics = Metrics();
        string optionsText = JsonSerializer.Serialize(options with { OutputFolder = "" }, RunJsonContext.Default.TransferOptions) + "\n";
        output.Write("history.csv", stream => stream.Write(Encoding.UTF8.GetBytes(history)));
        output.Write("options.json", stream => stream.Write(Encoding.UTF8.GetBytes(optionsText)));
        output.Write("metrics.json", stream => stream.Write(Encoding.UTF8.GetBytes(metrics)));
        output.Write("model.onnx", stream => stream.Write(onnx));
        output.Write("model.zip", stream => ModelPackage.Write(
            stream,
            onnx,
            manifest,
            [new("history.csv", history), new("metrics.json", metrics), new("options.json", optionsText)]));
        return true;
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
            Head = options.HiddenUnits is int units
                ? string.Create(CultureInfo.InvariantCulture, $"dense layer of {units} units and softmax, Adam, {chosen.BestEpoch} epochs")
                : string.Create(CultureInfo.InvariantCulture, $"softmax regression, L-BFGS, weight decay {final.WeightDecay}"),
            Seed = options.Seed,
            TrainingPictures = FittedPictures,
            TrainingDataSha256 = DataDigest(),
        },
    };

    private string DataDigest()
    {
        IEnumerable<string> lines = data.Training
            .Concat(FittedPictures > data.Training.Count ? data.Validation! : [])
            .Select(picture => $"{picture.Key.First:x32}{picture.Key.Second:x32} {data.ClassNames[picture.Item.ClassIndex]}")
            .Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    // The written bytes are read again and run on a few pictures: what leaves the house gives what was trained.
    private void Check(byte[] onnx, ModelManifest manifest, int threads, CancellationToken cancellationToken)
    {
        ExtractedPicture[] pictures = [.. (data.Test ?? data.Validation ?? data.Training).Take(CheckedPictures)];
        using ImageClassifier classifier = ImageClassifier.FromOnnx(onnx, manifest, "model.onnx", new ImageClassifierOptions { Threads = threads });
        float[] features = new float[final.Head.FeatureLength];
        LabelledFeatures labelled = data.Labelled(pictures);
        for (int index = 0; index < pictures.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            labelled.Features.Read(index, 1, features);
            float[] expected = final.Head.Predict(features);
            float[] actual = classifier.Probabilities(File.ReadAllBytes(pictures[index].Item.Path));
            float difference = expected.Zip(actual, (left, right) => Math.Abs(left - right)).Max();
            if (!(difference <= CheckTolerance))
            {
                throw new ModelException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The written model gives other probabilities for {pictures[index].Item.Path} than the training did (largest difference {difference}). Nothing was written. If the feature cache may be damaged, try again with --no-cache; else this is a fault of the program."));
            }
        }
    }

    private string History() => HistoryFile.ToText(chosen.History.Select(row => new HistoryRow(
        TrainingPhase.Head,
        row.Epoch,
        Seconds: null,
        LearningRate: null,
        row.TrainingLoss,
        row.TrainingAccuracy,
        row.ValidationLoss,
        row.ValidationAccuracy,
        row.Epoch == chosen.BestEpoch)));

    private string Metrics()
    {
        JsonObject root = new()
        {
            ["backbone"] = backbone.Name,
            ["preprocessing"] = backbone.Preprocessing.Sentence,
            ["trainingPictures"] = FittedPictures,
            ["validationPictures"] = data.Validation?.Count ?? 0,
            ["testPictures"] = data.Test?.Count ?? 0,
            ["skippedPictures"] = extracted.Skipped.Count,
            ["skipped"] = new JsonArray([.. extracted.Skipped.Select(skipped => (JsonNode)new JsonObject { ["path"] = skipped.Path, ["reason"] = skipped.Reason })]),
            ["weightDecay"] = final.WeightDecay,
            ["validation"] = validation is null ? null : JsonNode.Parse(validation.ToJson()),
            ["test"] = test is null ? null : JsonNode.Parse(test.ToJson()),
        };
        return root.ToJsonString(RunJsonContext.Default.Options) + "\n";
    }
}
