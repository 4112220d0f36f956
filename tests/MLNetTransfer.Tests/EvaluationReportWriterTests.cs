using System.Text.Json;
using System.Xml.Linq;
using MLNetTransfer.Datasets;
using MLNetTransfer.Evaluation;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;
using MLNetTransfer.Reporting;

namespace MLNetTransfer.Tests;

public sealed class EvaluationReportWriterTests(TrainedColours colours) : IClassFixture<TrainedColours>
{
    [Fact]
    public void Write_SavedModelOnAFolder_GivesThePageTheMarkdownAndTheNumbers()
    {
        (ReportData data, EvaluationReport report) = Evaluate();

        EvaluationReportWriter.Write(colours.Pictures.PathOf("reports", "evaluation.html"), data);
        EvaluationReportWriter.Write(colours.Pictures.PathOf("reports", "evaluation.md"), data);

        XElement page = XElement.Parse(File.ReadAllText(colours.Pictures.PathOf("reports", "evaluation.html")).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        Assert.Equal("blue, green, red", page.Descendants("h1").Single().Value);
        Assert.Contains(page.Descendants("pre"), command => command.Value == "mlnet-transfer evaluate model.zip pictures");
        Assert.Equal(4, page.Descendants("img").Count(image => (string?)image.Attribute("alt") == "a picture of red"));
        Assert.StartsWith("# blue, green, red\n", File.ReadAllText(colours.Pictures.PathOf("reports", "evaluation.md")), StringComparison.Ordinal);
        using JsonDocument numbers = JsonDocument.Parse(EvaluationReportWriter.ToJson(data));
        Assert.Equal(report.Metrics.Accuracy, numbers.RootElement.GetProperty("test").GetProperty("accuracy").GetDouble());
        Assert.Equal(6, numbers.RootElement.GetProperty("classCounts")[0].GetProperty("training").GetInt32() + numbers.RootElement.GetProperty("classCounts")[0].GetProperty("test").GetInt32());
    }

    [Fact]
    public void Create_Pictures_AreReadAndExplained()
    {
        (ReportData data, _) = Evaluate();

        Assert.Equal(["blue", "green", "red"], data.Examples.Select(each => each.Name));
        Assert.All(data.Examples, each => Assert.Equal(4, each.Jpegs.Count));
        Assert.Equal(8, data.LeastSure.Count);
        Assert.All(data.LeastSure, each => Assert.NotNull(each.HeatJpeg));
        Assert.All(data.LeastSure, each => Assert.Matches("^(blue|green|red)/[0-5]\\.png$", each.Path));
    }

    [Fact]
    public void Write_FolderInTheWay_SaysWhatToDo()
    {
        string path = colours.Pictures.PathOf("in-the-way.html");
        Directory.CreateDirectory(path);

        OutputException exception = Assert.Throws<OutputException>(() => EvaluationReportWriter.Write(path, new ReportData { Title = "t", Backbone = "b" }));

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains("name another file", exception.Message, StringComparison.Ordinal);
    }

    private (ReportData Data, EvaluationReport Report) Evaluate()
    {
        using ImageClassifier classifier = ImageClassifier.Load(colours.Zip, new ImageClassifierOptions { Threads = 1 });
        ImageDataset dataset = ImageFolder.Scan(colours.Pictures.Folder, new ImageFolderOptions { KnownClasses = classifier.ClassNames });
        EvaluationReport report = classifier.Evaluate(dataset, NullProgressReporter.Instance);
        // Single answers, whoever made the report.
        report = report with
        {
            Predictions = [.. dataset.Items.Select(item =>
            {
                LabelProbability best = classifier.Classify(item.Path, 1)[0];
                return new PicturePrediction(item.Path, item.ClassIndex, classifier.ClassNames.ToList().IndexOf(best.Label), best.Probability, 0.1f);
            })],
        };
        return (EvaluationReportWriter.Create(classifier, dataset, report, "mlnet-transfer evaluate model.zip pictures"), report);
    }
}
