using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Tests;

public sealed class ModelComparisonTests : IClassFixture<TrainedColours>
{
    private static readonly string[] Names = ["a", "b", "c"];

    private readonly TrainedColours _model;

    public ModelComparisonTests(TrainedColours model) => _model = model;

    [Fact]
    public void Of_TwoReports_CountsAndSortsThePictures()
    {
        // The second model has the classes in another order, and has skipped one picture.
        string[] otherNames = ["c", "b", "a"];
        EvaluationReport first = Report(Names, ("1", 0, 0), ("2", 0, 1), ("3", 1, 1), ("4", 1, 0), ("5", 2, 0), ("6", 2, 2), ("7", 2, 2));
        EvaluationReport second = Report(otherNames, ("1", 2, 2), ("2", 2, 2), ("3", 1, 0), ("4", 1, 0), ("5", 0, 2), ("6", 0, 0));

        ModelComparison comparison = ModelComparison.Of(first, Names, second, otherNames);

        Assert.Equal((6, 2, 2), (comparison.Images, comparison.BothRight, comparison.BothWrong));
        Assert.Equal((1, 1), (comparison.Test.OnlyFirst, comparison.Test.OnlySecond));
        Assert.Equal(0, comparison.Difference);
        Assert.Equal(["3", "2", "4"], comparison.Differences.Select(picture => picture.Path));
        Assert.Equal(("b", "b", "c", true, false), Fields(comparison.Differences[0]));
        Assert.Equal(("b", "a", "c", false, false), Fields(comparison.Differences[2]));
        Assert.Equal("No difference that these 6 pictures can show: p = 1.0000, McNemar's test, exact.", comparison.Verdict);

        static (string, string, string, bool, bool) Fields(ComparedPicture picture) => (picture.Actual, picture.First.Label, picture.Second.Label, picture.FirstIsRight, picture.SecondIsRight);
    }

    [Theory]
    [InlineData(2, 30, "B is better, by 28.0 points: p < 0.0001, McNemar's test, mid-p.")]
    [InlineData(8, 0, "A is better, by 8.0 points: p = 0.0078, McNemar's test, exact.")]
    [InlineData(4, 2, "No difference that these 100 pictures can show: p = 0.6875, McNemar's test, exact.")]
    public void Verdict_OneIsRightMoreOften_SaysWhich(int onlyFirst, int onlySecond, string expected)
    {
        (string, int, int)[] first = [.. Enumerable.Range(0, 100).Select(index => ($"{index}", 0, index < onlySecond ? 1 : 0))];
        (string, int, int)[] second = [.. Enumerable.Range(0, 100).Select(index => ($"{index}", 0, index >= 100 - onlyFirst ? 1 : 0))];

        ModelComparison comparison = ModelComparison.Of(Report(Names, first), Names, Report(Names, second), Names);

        Assert.Equal(expected, comparison.Verdict);
        Assert.Equal(PairedDifference.Newcombe(100 - onlyFirst - onlySecond, onlyFirst, onlySecond, 0), comparison.DifferenceInterval);
    }

    [Fact]
    public void Run_ZipAndOnnxOfOneModel_GiveTheSameAnswers()
    {
        using ImageClassifier zip = ImageClassifier.Load(_model.Zip);
        using ImageClassifier onnx = ImageClassifier.Load(_model.Onnx);
        ImageDataset dataset = ModelComparison.Scan(zip, onnx, _model.Pictures.Folder);

        ModelComparison comparison = ModelComparison.Run(zip, onnx, dataset, NullProgressReporter.Instance);

        Assert.Equal(ColouredPictures.Count, comparison.Images);
        Assert.Empty(comparison.Differences);
        Assert.Equal(1, comparison.Test.PValue);
    }

    [Fact]
    public void Scan_ModelsWithOtherClasses_SaysWhatIsWrong()
    {
        using ColouredPictures others = new();
        foreach (string name in (string[])["cat", "dog"])
        {
            for (int index = 0; index < ColouredPictures.PerClass; index++)
            {
                others.Write(Path.Combine("animals", name, $"{index}.png"), ColouredPictures.Draw(name == "cat" ? 0 : 1, index));
            }
        }

        TransferLearning.Train(others.Options("out") with { TrainFolder = others.PathOf("animals") }, NullProgressReporter.Instance, CancellationToken.None);
        using ImageClassifier colours = ImageClassifier.Load(_model.Zip);
        using ImageClassifier animals = ImageClassifier.Load(others.PathOf("out", "model.zip"));

        ModelException exception = Assert.Throws<ModelException>(() => ModelComparison.Scan(colours, animals, _model.Pictures.Folder));

        Assert.Contains("no class in common: A knows 'blue', 'green', 'red', B knows 'cat', 'dog'", exception.Message, StringComparison.Ordinal);
    }

    private static EvaluationReport Report(string[] names, params (string Path, int Label, int Predicted)[] pictures)
    {
        EvaluationBuilder builder = new(names);
        foreach ((string path, int label, int predicted) in pictures)
        {
            float[] probabilities = [.. names.Select((_, index) => index == predicted ? 0.75f : 0.125f)];
            builder.Add(path, label, probabilities);
        }

        return builder.ToReport([]);
    }
}
