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
        ModelAgreement agreement = Measure(Paths())!;

        Assert.Equal((3, 3), (agreement.Pictures, agreement.SameClass));
        Assert.InRange(agreement.MeanDifference, 0, 0.05);
        Assert.Equal(agreement, Measure(Paths(), threads: 2));
    }

    [Fact]
    public void Measure_AnotherModelHere_IsNotTheSame()
    {
        // It says of everything that it is of the class after the right one.
        ModelAgreement agreement = Measure(Paths(), probabilities => [probabilities[2], probabilities[0], probabilities[1]])!;

        Assert.Equal((3, 0), (agreement.Pictures, agreement.SameClass));
        Assert.InRange(agreement.MeanDifference, 0.5, 1);
    }

    [Fact]
    public void Measure_ManyOrNoPictures_LooksAtFiftyOrSaysNothing()
    {
        string[] many = [.. Enumerable.Repeat(Paths()[0], 100)];
        Assert.Equal(50, Measure(many)!.Pictures);
        Assert.Equal(25, Measure(many, sides: [2000])!.Pictures);
        Assert.Equal(10, Measure(many, sides: [20_000])!.Pictures);
        Assert.Null(Measure([]));
        Assert.Null(Measure([model.Pictures.PathOf("gone.png")]));
    }

    [Fact]
    public void Train_MeasuredPictures_AreSaidInMetricsReportAndCard()
    {
        JsonElement there = JsonDocument.Parse(File.ReadAllText(model.Pictures.PathOf("out", "metrics.json"))).RootElement.GetProperty("inMlNet");
        int pictures = there.GetProperty("pictures").GetInt32();
        int same = there.GetProperty("sameClass").GetInt32();

        Assert.InRange(pictures, 1, 50);
        Assert.InRange(same, 0, pictures);
        Assert.Contains($"Of {pictures} of the pictures that it was measured with {same} get the same class", File.ReadAllText(model.Pictures.PathOf("out", "report.md")), StringComparison.Ordinal);
        Assert.Contains($"Of {pictures} of the pictures that it was measured with {same} get the same class", File.ReadAllText(model.Pictures.PathOf("out", "report.html")), StringComparison.Ordinal);
    }

    private ModelAgreement? Measure(string[] paths, Func<float[], float[]>? change = null, int threads = 1, int[]? sides = null)
    {
        ModelManifest manifest = ModelMetadata.Read(OnnxReader.Read(model.Onnx), model.Onnx)!;
        manifest = manifest with { PictureSides = sides ?? manifest.PictureSides };
        using ImageClassifier classifier = ImageClassifier.Load(model.Zip);
        return ChainAgreement.Measure(
            File.ReadAllBytes(model.Onnx), manifest, content => change is null ? classifier.Probabilities(content) : change(classifier.Probabilities(content)), paths, threads, CancellationToken.None);
    }

    private string[] Paths() => [.. Enumerable.Range(0, 3).Select(label => model.Pictures.Write($"seen/{label}.png", ColouredPictures.Draw(label, 60)))];
}
