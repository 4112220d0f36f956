using System.Runtime.Versioning;
using System.Text.Json;
using MLNetTransfer.Datasets;
using MLNetTransfer.Packaging;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Tests;

public sealed class TransferLearningTests : IDisposable
{
    private readonly ColouredPictures _pictures = new();

    [Fact]
    public void Train_SecondRun_ComputesNothingAndGivesTheSameBytes()
    {
        TransferResult first = Train(_pictures.Options("first"));
        TransferResult second = Train(_pictures.Options("second"));

        Assert.Equal(ColouredPictures.Count, first.ComputedPictures);
        Assert.Equal(0, second.ComputedPictures);
        AssertSameFiles("first", "second");
    }

    [Fact]
    public void Train_WithoutCache_ComputesAgainAndLeavesNoCache()
    {
        Train(_pictures.Options("first"));
        string cache = _pictures.PathOf("unused");

        TransferResult second = Train(_pictures.Options("second") with { UseCache = false, CacheFolder = cache });

        Assert.Equal(ColouredPictures.Count, second.ComputedPictures);
        Assert.False(Directory.Exists(cache));
        Assert.Equal(ReadModel("first"), ReadModel("second"));
    }

    [Theory]
    [InlineData("*.rows", 0.5)]
    [InlineData("*.keys", 0.5)]
    [InlineData("*.keys", 0.0)]
    public void Train_DamagedCache_ComputesWhatIsLostAndGivesTheSameBytes(string file, double where)
    {
        Train(_pictures.Options("first"));
        string path = Assert.Single(Directory.GetFiles(_pictures.PathOf("cache"), file));
        byte[] content = File.ReadAllBytes(path);
        content[(int)(where * content.Length)] ^= 0x10;
        File.WriteAllBytes(path, content);

        TransferResult second = Train(_pictures.Options("second"));
        TransferResult third = Train(_pictures.Options("third"));

        Assert.InRange(second.ComputedPictures, 1, where == 0 ? ColouredPictures.Count : ColouredPictures.Count - 1);
        Assert.Equal(0, third.ComputedPictures);
        AssertSameFiles("first", "second");
    }

    [Fact]
    public void Train_CacheInUse_SaysSoAndWorksWithoutIt()
    {
        Train(_pictures.Options("first"));
        string keys = Assert.Single(Directory.GetFiles(_pictures.PathOf("cache"), "*.keys"));
        using FileStream held = new(keys, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        TransferResult second = Train(_pictures.Options("second"));

        Assert.Contains(second.Notices, notice => notice.Contains("feature cache", StringComparison.Ordinal));
        Assert.Equal(ColouredPictures.Count, second.ComputedPictures);
        AssertSameFiles("first", "second");
    }

    [Fact]
    public void Train_PictureWhoseContentChanged_IsComputedAgain()
    {
        Train(_pictures.Options("first"));
        _pictures.Write(Path.Combine("pictures", "red", "0.png"), ColouredPictures.Draw(2, 100));

        Assert.Equal(1, Train(_pictures.Options("second")).ComputedPictures);
    }

    [Fact]
    public void Train_HiddenUnits_GivesAModelThatKnowsThePictures()
    {
        TransferResult result = Train(_pictures.Options("out") with { HiddenUnits = 16, HeadEpochs = 300, WeightDecay = null, ValidationShare = 0 });

        using ImageClassifier classifier = ImageClassifier.Load(_pictures.PathOf("out", "model.zip"));
        Assert.Equal(["blue", "green", "red"], result.ClassNames);
        Assert.Equal(ColouredPictures.Count, result.TrainingPictures);
        ImageDataset pictures = ImageFolder.Scan(_pictures.Folder, new ImageFolderOptions { KnownClasses = classifier.ClassNames });
        Assert.Equal(1, classifier.Evaluate(pictures, NullProgressReporter.Instance).Metrics.Accuracy);

        using FileStream stream = File.OpenRead(_pictures.PathOf("out", "model.zip"));
        Assert.StartsWith("dense layer of 16 units", ModelPackage.Read(stream, "model.zip").Manifest.Provenance.Head, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_SamePictureInTrainingAndTest_Warns()
    {
        string test = WriteTestFolder();
        File.Copy(Path.Combine(_pictures.Folder, "green", "3.png"), Path.Combine(test, "green", "another-name.png"));

        TransferResult result = Train(_pictures.Options("out") with { TestFolder = test });

        Assert.Contains(result.Notices, notice => notice.StartsWith("1 of the test pictures is among the training pictures", StringComparison.Ordinal));
        Assert.Equal(4, result.TestPictures);
    }

    [Fact]
    public void Train_OtherPicturesInTheTest_DoesNotWarn()
    {
        TransferResult result = Train(_pictures.Options("out") with { TestFolder = WriteTestFolder() });

        Assert.DoesNotContain(result.Notices, notice => notice.Contains("byte for byte", StringComparison.Ordinal));
        Assert.Equal(1, result.Test!.Metrics.Accuracy);
    }

    [Fact]
    public void Train_BuiltNetwork_SaysThatItKnowsNothing()
    {
        TransferResult result = Train(_pictures.Options("out") with { Backbone = "mobilenetv2-0.1-random" });

        Assert.Contains(result.Notices, notice => notice.StartsWith("mobilenetv2-0.1-random begins with random weights", StringComparison.Ordinal));
        Assert.True(File.Exists(_pictures.PathOf("out", "model.zip")));
    }

    [Fact]
    public void Train_FewPictures_SaysWhatCannotBeTold()
    {
        string test = WriteTestFolder();
        File.Delete(Directory.GetFiles(Path.Combine(test, "blue")).Single());

        TransferResult result = Train(_pictures.Options("out") with { TestFolder = test });

        Assert.Contains(result.Notices, notice => notice.StartsWith("Classes with fewer than 5 pictures to learn from: blue (4), green (4), red (4).", StringComparison.Ordinal));
        Assert.Contains(result.Notices, notice => notice.StartsWith("6 validation pictures say little", StringComparison.Ordinal));
        Assert.Contains(result.Notices, notice => notice.StartsWith("Among the test pictures there is none of blue:", StringComparison.Ordinal));
    }

    [Fact]
    public void Train_BrokenPictures_ListsAndSkipsThem()
    {
        Train(_pictures.Options("first"));
        string cut = _pictures.Write(Path.Combine("pictures", "red", "cut.png"), ColouredPictures.Draw(2, 60).AsSpan(0, 40));
        string empty = _pictures.Write(Path.Combine("pictures", "blue", "empty.jpg"), []);

        TransferResult result = Train(_pictures.Options("second"));

        Assert.Equal([empty, cut], result.Skipped.Select(skipped => skipped.Path));
        Assert.All(result.Skipped, skipped => Assert.NotEmpty(skipped.Reason));
        Assert.Equal(ColouredPictures.Count, result.TrainingPictures);
        Assert.Equal(ReadModel("first"), ReadModel("second"));
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllBytes(_pictures.PathOf("second", "metrics.json")));
        Assert.Equal(2, metrics.RootElement.GetProperty("skippedPictures").GetInt32());
    }

    [Fact]
    public void Train_FolderHeldByAnotherRun_TouchesNothing()
    {
        using OutputFolder held = OutputFolder.Open(_pictures.PathOf("out"));
        string old = held.Write("model.zip", stream => stream.WriteByte(65));

        Assert.Throws<OutputException>(() => Train(_pictures.Options("out")));

        Assert.Equal([65], File.ReadAllBytes(old));
        Assert.Equal([old], Directory.GetFiles(_pictures.PathOf("out")).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(_pictures.PathOf("cache")));
    }

    [Fact]
    public void Train_FileInPlaceOfTheFolder_ComputesNothing()
    {
        string path = _pictures.Write("out", [65]);

        Assert.Throws<OutputException>(() => Train(_pictures.Options("out")));

        Assert.Equal([65], File.ReadAllBytes(path));
        Assert.False(Directory.Exists(_pictures.PathOf("cache")));
    }

    [UnprivilegedUnixFact]
    [UnsupportedOSPlatform("windows")]
    public void Train_FolderThatMayNotBeWritten_ComputesNothing()
    {
        string path = Directory.CreateDirectory(_pictures.PathOf("out")).FullName;
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Throws<OutputException>(() => Train(_pictures.Options("out")));
            Assert.Empty(Directory.GetFileSystemEntries(path));
        }
        finally
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Train_FileThatCannotBeReplaced_IsAnOutputExceptionAndLeavesNoPart()
    {
        Directory.CreateDirectory(_pictures.PathOf("out", "model.zip"));

        OutputException exception = Assert.Throws<OutputException>(() => Train(_pictures.Options("out")));

        Assert.Contains("model.zip", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_pictures.PathOf("out"), "*.tmp"));
    }

    [Fact]
    public void Train_CancelledInTheFeatures_LeavesNoFileAndKeepsWhatWasComputed()
    {
        using Canceller canceller = new("Features");

        Assert.ThrowsAny<OperationCanceledException>(() => TransferLearning.Train(_pictures.Options("out"), canceller, canceller.Token));

        Assert.Empty(Directory.GetFileSystemEntries(_pictures.PathOf("out")));
        Assert.InRange(Train(_pictures.Options("out")).ComputedPictures, 1, ColouredPictures.Count - 1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(4)]
    public void Train_CancelledInTheHead_LeavesTheOldModel(int? hiddenUnits)
    {
        Train(_pictures.Options("out"));
        byte[] before = File.ReadAllBytes(_pictures.PathOf("out", "model.zip"));
        string[] files = Directory.GetFileSystemEntries(_pictures.PathOf("out"));
        using Canceller canceller = new("Head");

        Assert.ThrowsAny<OperationCanceledException>(() => TransferLearning.Train(_pictures.Options("out") with { HiddenUnits = hiddenUnits, Seed = 2 }, canceller, canceller.Token));

        Assert.Equal(files, Directory.GetFileSystemEntries(_pictures.PathOf("out")));
        Assert.Equal(before, File.ReadAllBytes(_pictures.PathOf("out", "model.zip")));
    }

    [Fact]
    public void Train_WrongOptions_NamesEveryProblem()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Train(_pictures.Options("out") with { HeadEpochs = 0, Threads = -1 }));

        Assert.Contains("epochs", exception.Message, StringComparison.Ordinal);
        Assert.Contains("threads", exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_pictures.PathOf("out")));
    }

    public void Dispose() => _pictures.Dispose();

    private static TransferResult Train(TransferOptions options) => TransferLearning.Train(options, NullProgressReporter.Instance, CancellationToken.None);

    private byte[] ReadModel(string output) => File.ReadAllBytes(_pictures.PathOf(output, "model.onnx"));

    private void AssertSameFiles(string first, string second)
    {
        string[] names = [.. Directory.GetFiles(_pictures.PathOf(first)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(["curves.svg", "history.csv", "metrics.json", "model.onnx", "model.zip", "options.json", "report.html", "report.md"], names);
        // The report holds the notices of its run.
        foreach (string name in names.Except(["report.html", "report.md"]))
        {
            Assert.Equal(File.ReadAllBytes(_pictures.PathOf(first, name)), File.ReadAllBytes(_pictures.PathOf(second, name)));
        }
    }

    private string WriteTestFolder()
    {
        string[] classes = ["blue", "green", "red"];
        for (int label = 0; label < classes.Length; label++)
        {
            _pictures.Write(Path.Combine("test", classes[label], "1.png"), ColouredPictures.Draw(label, 80));
        }

        return _pictures.PathOf("test");
    }

    /// <summary>Cancels at the first progress of a piece of work.</summary>
    private sealed class Canceller(string watched) : IProgressReporter, IDisposable
    {
        private readonly CancellationTokenSource _source = new();

        public CancellationToken Token => _source.Token;

        public IProgressTask Start(string title, long total, string unit) => new Task(title == watched ? _source : null);

        public void Info(string line)
        {
        }

        public void Warn(string line)
        {
        }

        public void Dispose() => _source.Dispose();

        private sealed class Task(CancellationTokenSource? source) : IProgressTask
        {
            public void Advance(long by = 1) => source?.Cancel();

            public void Detail(string text)
            {
            }

            public void Dispose()
            {
            }
        }
    }
}
