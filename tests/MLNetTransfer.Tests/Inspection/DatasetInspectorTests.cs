using MLNetTransfer.Datasets;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Jpeg;
using MLNetTransfer.Imaging.Png;
using MLNetTransfer.Imaging.Resizing;
using MLNetTransfer.Inspection;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Tests.Inspection;

public sealed class DatasetInspectorTests : IDisposable
{
    private readonly PlantedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Inspect_DistinctPictures_FindsNoCopies()
    {
        _folder.AddClass("a", 0, 40);
        _folder.AddClass("b", 1000, 40);

        InspectionReport report = Inspect();

        Assert.Empty(report.Duplicates);
        Assert.DoesNotContain(report.Findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal([("a", 40), ("b", 40)], report.Summary.Splits.Single().Classes.Select(each => (each.Name, each.Count)));
        Assert.Equal((80, 80.0, 96.0), (report.Summary.Readable, report.Summary.ShorterSide.Median, report.Summary.LongerSide.Median));
    }

    [Fact]
    public void Inspect_CopiesOfEveryKind_FindsThemWhereTheyLie()
    {
        AddSplits();
        byte[] first = File.ReadAllBytes(_folder.PathOf("train/a/00.png"));
        _folder.Add("test/a/leak.png", first);
        _folder.Add("train/b/wrong.png", File.ReadAllBytes(_folder.PathOf("train/a/01.png")));
        _folder.Add("train/a/twice.png", File.ReadAllBytes(_folder.PathOf("train/a/02.png")));
        _folder.Add("train/a/comment.png", WithText(File.ReadAllBytes(_folder.PathOf("train/a/03.png"))));
        _folder.Add("test/b/recompressed.jpg", JpegEncoder.Encode(PlantedFolder.Draw(1000), 60));

        InspectionReport report = Inspect();

        Assert.Equal([["test/a/leak.png", "train/a/00.png"]], Groups(report, "exact-duplicates-across-splits"));
        Assert.Equal([["train/a/01.png", "train/b/wrong.png"]], Groups(report, "exact-duplicates-across-classes"));
        Assert.Equal([["train/a/02.png", "train/a/twice.png"]], Groups(report, "exact-duplicates"));
        Assert.Equal([["train/a/03.png", "train/a/comment.png"]], Groups(report, "same-pixels"));
        Assert.Equal([["test/b/recompressed.jpg", "train/b/00.png"]], Groups(report, "near-duplicates-across-splits"));
        Assert.True(report.HasErrors);
    }

    [Theory]
    [InlineData("half")]
    [InlineData("cut")]
    [InlineData("mirrored")]
    [InlineData("turned")]
    [InlineData("bright")]
    [InlineData("all")]
    public void Inspect_ChangedCopies_AreNear(string change)
    {
        _folder.AddClass("a", 0, 30);
        _folder.AddClass("b", 1000, 30);
        for (int seed = 0; seed < 10; seed++)
        {
            _folder.Add($"b/copy{seed}.jpg", JpegEncoder.Encode(PictureChanges.Apply(PlantedFolder.Draw(seed), change), 85));
        }

        InspectionReport report = Inspect();

        string[][] expected = [.. Enumerable.Range(0, 10).Select(seed => new[] { $"a/0{seed}.png", $"b/copy{seed}.jpg" })];
        Assert.Equal(expected, Groups(report, "near-duplicates-across-classes"));
        Assert.Equal(10, report.Duplicates.Count);
    }

    [Fact]
    public void Inspect_FaultyFiles_AreNamedWithTheirReasons()
    {
        _folder.AddClass("a", 0, 25);
        _folder.AddClass("b", 1000, 25);
        byte[] jpeg = JpegEncoder.Encode(PlantedFolder.Draw(7000), 90);
        _folder.Add("a/empty.jpg", []);
        _folder.Add("a/text.png", "this is no picture"u8);
        _folder.Add("a/cut.jpg", jpeg.AsSpan(0, jpeg.Length / 2));
        _folder.Add("a/web.webp", [.. "RIFF"u8, 4, 0, 0, 0, .. "WEBPVP8 "u8]);
        _folder.Add("a/really-jpeg.png", JpegEncoder.Encode(PlantedFolder.Draw(7001), 90));
        _folder.Add("a/grey.png", PngEncoder.Encode(Plain(100)));
        _folder.Add("a/tiny.png", PngEncoder.Encode(PlantedFolder.Draw(7002, 20, 20)));
        _folder.Add("a/wide.png", PngEncoder.Encode(PlantedFolder.Draw(7003, 400, 90)));
        _folder.Add("a/nameless", JpegEncoder.Encode(PlantedFolder.Draw(7004), 90));
        _folder.Add("a/notes.txt", "notes"u8);
        _folder.Add("a/deeper/inside.png", PngEncoder.Encode(PlantedFolder.Draw(7005)));
        _folder.Add("loose.png", PngEncoder.Encode(PlantedFolder.Draw(7006)));
        Directory.CreateDirectory(_folder.PathOf("empty"));

        InspectionReport report = Inspect();

        Assert.Equal([["a/empty.jpg"]], Groups(report, "empty-files"));
        Assert.Equal([["a/text.png"]], Groups(report, "broken-files"));
        Assert.Equal([["a/cut.jpg"]], Groups(report, "damaged-files"));
        Assert.Equal([["a/web.webp"]], Groups(report, "unsupported-files"));
        Assert.Equal([["a/really-jpeg.png"]], Groups(report, "wrong-extension"));
        Assert.Equal([["a/grey.png"]], Groups(report, "constant-pictures"));
        Assert.Equal([["a/tiny.png"]], Groups(report, "tiny-pictures"));
        Assert.Equal([["a/wide.png"]], Groups(report, "extreme-proportions"));
        Assert.Equal([["a/nameless"]], Groups(report, "pictures-without-extension"));
        Assert.Equal([["a/notes.txt"]], Groups(report, "other-files"));
        Assert.Equal([["a/deeper"]], Groups(report, "nested-folders"));
        Assert.Equal([["loose.png"]], Groups(report, "loose-pictures"));
        Assert.Equal([["empty"]], Groups(report, "empty-folders"));
        Assert.Contains("ends early", Message(report, "damaged-files"), StringComparison.Ordinal);
        Assert.Contains("convert them", Message(report, "unsupported-files"), StringComparison.Ordinal);
        Assert.All(report.Findings, finding => Assert.EndsWith(".", finding.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Inspect_Classes_AreComparedBetweenSplitsAndByName()
    {
        _folder.AddClass("train/roses", 0, 30);
        _folder.AddClass("train/tulips", 1000, 3);
        _folder.AddClass("val/roses", 2000, 3);
        _folder.AddClass("val/Rose", 3000, 2);

        InspectionReport report = Inspect();

        Assert.Contains("tulips (3)", Message(report, "small-classes"), StringComparison.Ordinal);
        Assert.Contains("roses has 30 pictures, tulips has 3", Message(report, "uneven-classes"), StringComparison.Ordinal);
        Assert.Contains("Rose", Message(report, "unknown-classes"), StringComparison.Ordinal);
        Assert.Contains("tulips", Message(report, "unmeasured-classes"), StringComparison.Ordinal);
        Assert.Contains("'Rose' and 'roses'", Message(report, "similar-class-names"), StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_Threads_DoNotChangeTheReport()
    {
        AddSplits();
        _folder.Add("test/a/leak.jpg", JpegEncoder.Encode(PlantedFolder.Draw(3), 60));

        InspectionReport one = DatasetInspector.Inspect(new() { Folder = _folder.Root, Threads = 1 }, NullProgressReporter.Instance, CancellationToken.None);
        InspectionReport three = DatasetInspector.Inspect(new() { Folder = _folder.Root, Threads = 3 }, NullProgressReporter.Instance, CancellationToken.None);

        Assert.Equal((one with { Summary = one.Summary with { Seconds = 0 } }).ToJson(), (three with { Summary = three.Summary with { Seconds = 0 } }).ToJson());
    }

    [Fact]
    public void Inspect_NoFolder_IsADatasetProblem() => Assert.Equal(
        DatasetProblem.FolderMissing,
        Assert.Throws<DatasetException>(() => Inspect()).Problem);

    [Fact]
    public void Inspect_BadOptions_NamesAllProblems()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => DatasetInspector.Inspect(new() { Folder = " ", NetworkSide = 0, UnevenRatio = 1 }, NullProgressReporter.Instance, CancellationToken.None));

        Assert.Contains("side of the network is 0", exception.Message, StringComparison.Ordinal);
        Assert.Contains("uneven ratio is 1", exception.Message, StringComparison.Ordinal);
    }

    private static Image Plain(byte level)
    {
        Image image = new(64, 64);
        image.Pixels.AsSpan().Fill(level);
        return image;
    }

    // Bytes behind the end of a PNG belong to no picture.
    private static byte[] WithText(byte[] png) => [.. png, .. "comment"u8];

    private void AddSplits()
    {
        _folder.AddClass("train/a", 0, 25);
        _folder.AddClass("train/b", 1000, 25);
        _folder.AddClass("test/a", 2000, 5);
        _folder.AddClass("test/b", 3000, 5);
    }

    private InspectionReport Inspect() => DatasetInspector.Inspect(new() { Folder = _folder.Root, NetworkSide = 96 }, NullProgressReporter.Instance, CancellationToken.None);

    private static string Message(InspectionReport report, string check) => report.Findings.Single(finding => finding.Check == check).Message;

    private string[][] Groups(InspectionReport report, string check) =>
        [.. report.Findings.Single(finding => finding.Check == check).Groups.Select(group => group.Select(path => Path.GetRelativePath(_folder.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal).ToArray()).OrderBy(group => group[0], StringComparer.Ordinal)];
}
