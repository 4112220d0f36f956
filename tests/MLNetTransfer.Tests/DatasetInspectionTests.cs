using MLNetTransfer.Inspection;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Tests;

public sealed class DatasetInspectionTests(TrainedColours colours) : IClassFixture<TrainedColours>
{
    [Fact]
    public void Inspect_Mislabelled_FindsThePictureInTheWrongFolder()
    {
        using ColouredPictures pictures = new();
        string wrong = pictures.Write(Path.Combine("pictures", "red", "wrong.png"), ColouredPictures.Draw(0, 50));

        InspectionReport report = DatasetInspection.Inspect(
            new() { Folder = pictures.Folder, NetworkSide = 32 },
            new() { Backbone = pictures.Backbone, CacheFolder = pictures.PathOf("cache"), Folds = 3 },
            NullProgressReporter.Instance,
            CancellationToken.None);

        SuspectLabel suspect = report.Mislabelled![0];
        Assert.Equal((wrong, "red", "blue"), (suspect.Path, suspect.Given, suspect.Proposed));
        Assert.True(suspect.ProposedProbability > suspect.GivenProbability);
        Assert.Contains(report.Findings, finding => finding.Check == "suspect-labels" && finding.Groups[0][0] == wrong);
    }

    [Fact]
    public void Inspect_Model_AsksTheModel()
    {
        using ColouredPictures pictures = new();
        string[] wrong = [.. Enumerable.Range(60, 6).Select(index => pictures.Write(Path.Combine("pictures", "green", $"wrong{index}.png"), ColouredPictures.Draw(2, index)))];

        InspectionReport report = DatasetInspection.Inspect(
            new() { Folder = pictures.Folder, NetworkSide = 32 }, new() { Model = colours.Zip }, NullProgressReporter.Instance, CancellationToken.None);

        Assert.NotEmpty(report.Mislabelled!);
        Assert.All(report.Mislabelled!, suspect => Assert.Equal(("green", "red"), (suspect.Given, suspect.Proposed)));
        Assert.All(report.Mislabelled!, suspect => Assert.Contains(suspect.Path, wrong));
    }

    [Fact]
    public void Train_NearCopiesAcrossFoldersAndContradictions_AreWarnedOf()
    {
        using ColouredPictures pictures = new();
        byte[] content = ColouredPictures.Draw(0, 0);
        pictures.Write(Path.Combine("pictures", "red", "contradiction.png"), content);
        for (int label = 0; label < 3; label++)
        {
            string name = new[] { "blue", "green", "red" }[label];
            Imaging.Image image = Imaging.ImageDecoder.Decode(ColouredPictures.Draw(label, 1)).Image;
            pictures.Write(Path.Combine("test", name, "near.jpg"), Imaging.Jpeg.JpegEncoder.Encode(image, 90));
        }

        TransferOptions options = pictures.Options("out") with { TestFolder = pictures.PathOf("test") };
        TransferResult result = TransferLearning.Train(options, NullProgressReporter.Instance, CancellationToken.None);
        TransferResult again = TransferLearning.Train(options, NullProgressReporter.Instance, CancellationToken.None);

        Assert.Contains(result.Notices, notice => notice.StartsWith("3 of the test pictures are nearly equal to training pictures", StringComparison.Ordinal));
        Assert.Contains(result.Notices, notice => notice.StartsWith("1 training picture lies in several classes", StringComparison.Ordinal));
        Assert.Equal(["near-duplicates-across-splits", "exact-duplicates-across-classes"], result.Findings.Select(finding => finding.Check));
        Assert.Equal([FindingSeverity.Error, FindingSeverity.Warning], result.Findings.Select(finding => finding.Severity));
        Assert.Equal(3, result.Findings[0].Groups.Count);
        Assert.All(result.Findings[0].Groups, group => Assert.Contains(group, path => path.StartsWith(pictures.PathOf("test"), StringComparison.Ordinal)));
        Assert.All(result.Findings[0].Groups, group => Assert.Contains(group, path => path.StartsWith(pictures.Folder, StringComparison.Ordinal)));
        Assert.Contains(Assert.Single(result.Findings[1].Groups), path => path.EndsWith("contradiction.png", StringComparison.Ordinal));
        string page = File.ReadAllText(pictures.PathOf("out", "report.html"));
        Assert.Contains("The check of the pictures found 1 fault", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("3 of the test pictures are nearly equal").Length);
        Assert.Equal(0, again.ComputedPictures);
        Assert.Equal(result.Notices, again.Notices);
    }
}
