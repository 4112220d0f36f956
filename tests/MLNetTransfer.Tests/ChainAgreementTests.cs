using System.Text.Json;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Onnx;
using MLNetTransfer.Packaging;

namespace MLNetTransfer.Tests;

public sealed class ChainAgreementTests(TrainedColours model) : IClassFixture<TrainedColours>
{
    [Fact]
    public void Measure_PicturesOfTheClasses_AreAnsweredAlike()
    {
        (byte[] onnx, ModelManifest manifest) = Model();
        List<PicturePrediction> predictions = Predictions();

        ModelAgreement agreement = ChainAgreement.Measure(onnx, manifest, predictions, 1, CancellationToken.None)!;

        Assert.Equal(predictions.Count, agreement.Pictures);
        Assert.Equal(predictions.Count, agreement.SameClass);
        Assert.InRange(agreement.MeanDifference, 0, 0.05);
        Assert.Equal(agreement, ChainAgreement.Measure(onnx, manifest, predictions, 2, CancellationToken.None));
    }

    [Fact]
    public void Measure_OtherAnswers_AreNotTheSame()
    {
        (byte[] onnx, ModelManifest manifest) = Model();
        PicturePrediction[] wrong = [.. Predictions().Select(prediction => prediction with { Predicted = (prediction.Predicted + 1) % 3, Confidence = 1 })];

        ModelAgreement agreement = ChainAgreement.Measure(onnx, manifest, wrong, 1, CancellationToken.None)!;

        Assert.Equal(0, agreement.SameClass);
        Assert.InRange(agreement.MeanDifference, 0.5, 1);
    }

    [Fact]
    public void Measure_ManyOrNoPictures_LooksAtFiftyOrSaysNothing()
    {
        (byte[] onnx, ModelManifest manifest) = Model();
        PicturePrediction one = Predictions()[0];

        Assert.Equal(50, ChainAgreement.Measure(onnx, manifest, [.. Enumerable.Repeat(one, 100)], 1, CancellationToken.None)!.Pictures);
        Assert.Null(ChainAgreement.Measure(onnx, manifest, [], 1, CancellationToken.None));
        Assert.Null(ChainAgreement.Measure(onnx, manifest, [one with { Path = model.Pictures.PathOf("gone.png") }], 1, CancellationToken.None));
    }

    [Fact]
    public void Train_HeldBackPictures_AreSaidInMetricsReportAndCard()
    {
        JsonElement there = JsonDocument.Parse(File.ReadAllText(model.Pictures.PathOf("out", "metrics.json"))).RootElement.GetProperty("inMlNet");
        int pictures = there.GetProperty("pictures").GetInt32();
        int same = there.GetProperty("sameClass").GetInt32();

        Assert.InRange(pictures, 1, 50);
        Assert.InRange(same, 0, pictures);
        Assert.Contains($"Of {pictures} held-back pictures {same} get the same class", File.ReadAllText(model.Pictures.PathOf("out", "report.md")), StringComparison.Ordinal);
        Assert.Contains($"Of {pictures} held-back pictures {same} get the same class", File.ReadAllText(model.Pictures.PathOf("out", "report.html")), StringComparison.Ordinal);
    }

    private (byte[] Onnx, ModelManifest Manifest) Model() => (File.ReadAllBytes(model.Onnx), ModelMetadata.Read(OnnxReader.Read(model.Onnx), model.Onnx)!);

    private List<PicturePrediction> Predictions()
    {
        using ImageClassifier classifier = ImageClassifier.Load(model.Zip);
        List<string> classes = [.. Model().Manifest.Classes];
        List<PicturePrediction> predictions = [];
        for (int label = 0; label < 3; label++)
        {
            string path = model.Pictures.Write($"seen/{label}.png", ColouredPictures.Draw(label, 60));
            LabelProbability answer = classifier.Classify(path)[0];
            int predicted = classes.IndexOf(answer.Label);
            predictions.Add(new PicturePrediction(path, label, predicted, answer.Probability, answer.Probability));
        }

        return predictions;
    }
}
