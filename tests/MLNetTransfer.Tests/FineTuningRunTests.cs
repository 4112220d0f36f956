using System.Globalization;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Imaging;
using MLNetTransfer.Imaging.Png;
using MLNetTransfer.Progress;
using MLNetTransfer.Reporting;
using MLNetTransfer.Training.Checkpoints;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Tests;

/// <summary>Whole runs that train the network too.</summary>
public sealed class FineTuningRunTests : IDisposable
{
    private const int Epochs = 4;

    private readonly ColouredPictures _pictures = new();

    [Theory]
    [InlineData(TrainingMode.Partial)]
    [InlineData(TrainingMode.Full)]
    [InlineData(TrainingMode.Scratch)]
    public void Train_EveryMode_WritesAModelThatLoads(TrainingMode mode)
    {
        TransferResult result = Train(Options("out", mode));

        TuningOutcome outcome = Assert.Single(result.Tuning);
        Assert.Equal(Epochs + 1, outcome.Result.Epochs.Count);
        Assert.NotNull(result.HeadValidation);
        using ImageClassifier classifier = ImageClassifier.Load(_pictures.PathOf("out", "model.zip"));
        Assert.Equal(["blue", "green", "red"], classifier.ClassNames);
        TrainingHistory history = HistoryFile.Read(_pictures.PathOf("out", HistoryFile.Name));
        Assert.Equal(Epochs + 1, history.Rows.Count(row => row.Phase == outcome.Phase));
        Assert.Empty(Directory.GetFiles(_pictures.PathOf("out"), "checkpoint*"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Train_OneThreadAndThree_GiveTheSameModel(double dropout)
    {
        TransferOptions options = Options("one");
        options = options with { FineTuning = options.FineTuning! with { Dropout = dropout } };
        Train(options);
        Train(options with { OutputFolder = _pictures.PathOf("three"), Threads = 3 });

        Assert.Equal(Model("one"), Model("three"));
    }

    [Fact]
    public void Train_PartialWithOneThreadAndThreeAndResumed_GivesTheSameModel()
    {
        TransferOptions options = Options("one", TrainingMode.Partial);
        Train(options);
        Train(options with { OutputFolder = _pictures.PathOf("three"), Threads = 3 });
        using CancellationTokenSource stop = new();
        TransferOptions resumed = options with { OutputFolder = _pictures.PathOf("resumed"), Resumes = true };
        Assert.ThrowsAny<OperationCanceledException>(() => TransferLearning.Train(resumed, new StopAfterEpoch(3, stop), stop.Token));
        Train(resumed);

        Assert.Equal(Model("one"), Model("three"));
        Assert.Equal(Model("one"), Model("resumed"));
    }

    [Fact]
    public void Train_OtherSeed_GivesAnotherModel()
    {
        TransferOptions options = Options("one") with { ValidationFolder = _pictures.Folder };
        TransferResult one = Train(options);
        TransferResult two = Train(options with { Seed = 2, OutputFolder = _pictures.PathOf("two") });

        Assert.NotEqual(Assert.Single(one.Tuning).Result.Epochs[1].TrainingLoss, Assert.Single(two.Tuning).Result.Epochs[1].TrainingLoss);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd, ScheduleKind.OneCycle, false)]
    [InlineData(OptimizerKind.AdamW, ScheduleKind.Plateau, true)]
    [InlineData(OptimizerKind.RmsProp, ScheduleKind.Cosine, false)]
    public void Train_StoppedAfterEachEpochAndResumed_GivesTheModelOfAnUninterruptedRun(OptimizerKind optimizer, ScheduleKind schedule, bool trainsNormalization)
    {
        TransferOptions Of(string output)
        {
            TransferOptions options = Options(output);
            return options with { FineTuning = options.FineTuning! with { Optimizer = optimizer, Schedule = schedule, TrainsNormalization = trainsNormalization } };
        }

        Train(Of("whole"));

        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            using CancellationTokenSource stop = new();
            StopAfterEpoch progress = new(epoch, stop);
            Assert.ThrowsAny<OperationCanceledException>(() => TransferLearning.Train(Of("stopped") with { Resumes = true }, progress, stop.Token));
            Assert.False(File.Exists(_pictures.PathOf("stopped", "model.zip")));
        }

        Train(Of("stopped") with { Resumes = true });

        Assert.Equal(Model("whole"), Model("stopped"));
        Assert.Equal(
            HistoryFile.Read(_pictures.PathOf("whole", HistoryFile.Name)).Rows.Select(row => row with { Seconds = null }),
            HistoryFile.Read(_pictures.PathOf("stopped", HistoryFile.Name)).Rows.Select(row => row with { Seconds = null }));
    }

    [Fact]
    public void Train_ResumedWithOtherOptions_IsRefused()
    {
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => TransferLearning.Train(Options("out"), new StopAfterEpoch(1, stop), stop.Token));
        TransferOptions other = Options("out") with { Resumes = true };

        CheckpointException exception = Assert.Throws<CheckpointException>(() => Train(other with { FineTuning = other.FineTuning! with { LabelSmoothing = 0.2 } }));

        Assert.Contains("other options", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_RateThatIsFarTooHigh_SaysSoAndKeepsTheHead()
    {
        TransferOptions options = Options("out");
        TransferResult result = Train(options with { FineTuning = options.FineTuning! with { Optimizer = OptimizerKind.Sgd, Rate = 1e6, AverageDecay = 0 } });

        Assert.Equal(FineTuningStop.Diverged, Assert.Single(result.Tuning).Result.Stop);
        Assert.Contains(result.Notices, notice => notice.Contains("--rate", StringComparison.Ordinal));
        Assert.Equal(result.HeadValidation!.Metrics.Accuracy, result.Validation!.Metrics.Accuracy);
        Assert.True(File.Exists(_pictures.PathOf("out", "model.zip")));
    }

    [Fact]
    public void Train_FromScratchWithoutLearning_SaysThatTheModelIsAnother()
    {
        TransferOptions options = Options("out", TrainingMode.Scratch);

        TransferResult result = Train(options with { FineTuning = options.FineTuning! with { Rate = 1e-30, TrainsNormalization = false, AverageDecay = 0, WeightDecay = 0 } });

        Assert.Equal(0, Assert.Single(result.Tuning).Result.BestEpoch);
        Assert.Contains(result.Notices, notice => notice.StartsWith("From random weights the network learnt nothing", StringComparison.Ordinal));
        Assert.Equal(result.HeadValidation!.Metrics.Accuracy, result.Validation!.Metrics.Accuracy);
    }

    [Fact]
    public void Train_ComparedWithScratch_HasBothInTheHistory()
    {
        TransferResult result = Train(Options("out") with { ComparesScratch = true });

        Assert.Equal([TrainingPhase.FineTuning, TrainingPhase.Scratch], result.Tuning.Select(outcome => outcome.Phase));
        Assert.Contains("scratch", File.ReadAllText(_pictures.PathOf("out", "report.html")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Train_ComparedWithScratch_LearnsThereByTheRatesOfRandomWeights()
    {
        TransferOptions options = Options("out") with { ComparesScratch = true };
        options = options with { FineTuning = options.FineTuning! with { Schedule = ScheduleKind.Constant, WarmUpShare = 0 } };

        TransferResult result = Train(options);

        double[] rates = [.. result.Tuning.Select(outcome => outcome.Result.Epochs[^1].Rate)];
        Assert.Equal([FineTuningOptions.DefaultRate(OptimizerKind.AdamW), FineTuningOptions.FromScratch.Rate!.Value], rates);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Train_ClassesOfVeryUnevenSize_TrainsOnBalancedBatches(int small)
    {
        for (int index = 0; index < 30; index++)
        {
            Write("uneven", "blue", index, ColouredPictures.Draw(0, index));
        }

        for (int index = 0; index < small; index++)
        {
            Write("uneven", "red", index, ColouredPictures.Draw(2, index));
        }

        TransferResult result = Train(Options("out") with { TrainFolder = _pictures.PathOf("uneven") });

        Assert.Equal(2, result.ClassNames.Count);
        Assert.NotEmpty(result.Tuning);
        Assert.Contains(result.Notices, notice => notice.Contains("classes are uneven", StringComparison.Ordinal));
        Assert.Equal(small < 5, result.Notices.Any(notice => notice.Contains("red (1)", StringComparison.Ordinal)));
    }

    [Fact]
    public void Train_TinyAndBlackPictures_Trains()
    {
        foreach ((string name, int label) in new[] { ("blue", 0), ("red", 2) })
        {
            for (int index = 0; index < 5; index++)
            {
                Write("odd", name, index, index == 0 ? PngEncoder.Encode(new Image(1, 1, [(byte)label, 0, 0]))
                    : index == 1 ? PngEncoder.Encode(new Image(50, 40, new byte[50 * 40 * 3]))
                    : ColouredPictures.Draw(label, index));
            }
        }

        TransferResult result = Train(Options("out") with { TrainFolder = _pictures.PathOf("odd") });

        Assert.Empty(result.Skipped);
        Assert.NotEmpty(result.Tuning);
    }

    [Fact]
    public void Train_LittleMemory_WorksOffTheBatchInPartsToTheSameLosses()
    {
        TransferOptions options = Options("out");
        TransferResult whole = Train(options with { FineTuning = options.FineTuning! with { Augmentation = AugmentationOptions.None } });
        TransferResult parts = Train(options with { OutputFolder = _pictures.PathOf("parts"), FineTuning = options.FineTuning! with { Augmentation = AugmentationOptions.None, MemoryLimit = 200_000 } });

        double?[] expected = [.. Assert.Single(whole.Tuning).Result.Epochs.Select(epoch => epoch.TrainingLoss)];
        double?[] found = [.. Assert.Single(parts.Tuning).Result.Epochs.Select(epoch => epoch.TrainingLoss)];
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            Assert.Equal(expected[epoch]!.Value, found[epoch]!.Value, 1e-4);
        }
    }

    [Fact]
    public void Train_LittleMemoryAndStatisticsOfBatches_ComputesAgainToTheSameModel()
    {
        TransferOptions options = Options("whole");
        options = options with { FineTuning = options.FineTuning! with { TrainsNormalization = true } };
        Train(options);
        RecordingReporter progress = new();
        TransferLearning.Train(options with { OutputFolder = _pictures.PathOf("again"), FineTuning = options.FineTuning! with { MemoryLimit = 900_000 } }, progress, CancellationToken.None);

        Assert.Contains(progress.Lines, line => line.Contains("computed again", StringComparison.Ordinal));
        Assert.DoesNotContain(progress.Lines, line => line.Contains("in parts of", StringComparison.Ordinal));
        // The package also says what the options were.
        Assert.Equal(File.ReadAllBytes(_pictures.PathOf("whole", "model.onnx")), File.ReadAllBytes(_pictures.PathOf("again", "model.onnx")));
    }

    [Fact]
    public void Train_LessMemoryThanOnePictureTakes_SaysHowMuchItIs()
    {
        TransferOptions options = Options("out");

        ArgumentException exception = Assert.Throws<ArgumentException>(() => Train(options with { FineTuning = options.FineTuning! with { MemoryLimit = 1000 } }));

        Assert.Contains("MiB at least, with 1 of its pictures at once", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_pictures.PathOf("out", "model.zip")));
    }

    public void Dispose() => _pictures.Dispose();

    private static TransferResult Train(TransferOptions options) => TransferLearning.Train(options, NullProgressReporter.Instance, CancellationToken.None);

    private TransferOptions Options(string output, TrainingMode mode = TrainingMode.Full) => _pictures.Options(output) with
    {
        Mode = mode,
        FineTuning = (mode == TrainingMode.Scratch ? FineTuningOptions.FromScratch : new FineTuningOptions()) with { Epochs = Epochs, BatchSize = 4 },
    };

    private byte[] Model(string output) => File.ReadAllBytes(_pictures.PathOf(output, "model.zip"));

    private void Write(string folder, string name, int index, byte[] content) =>
        _pictures.Write(Path.Combine(folder, name, index.ToString(CultureInfo.InvariantCulture) + ".png"), content);

    private sealed class RecordingReporter : IProgressReporter
    {
        public List<string> Lines { get; } = [];

        public IProgressTask Start(string title, long total, string unit) => NullProgressReporter.Instance.Start(title, total, unit);

        public void Info(string line) => Lines.Add(line);

        public void Warn(string line) => Lines.Add(line);
    }

    private sealed class StopAfterEpoch(int epoch, CancellationTokenSource stop) : IProgressReporter
    {
        public IProgressTask Start(string title, long total, string unit) => NullProgressReporter.Instance.Start(title, total, unit);

        public void Info(string line)
        {
            if (line.Contains(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}:"), StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        }

        public void Warn(string line)
        {
            // What is warned of is not what this test looks at.
        }
    }
}
