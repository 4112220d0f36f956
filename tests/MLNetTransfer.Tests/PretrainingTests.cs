using MLNetTransfer.Backbones;
using MLNetTransfer.Datasets.Augmentation;
using MLNetTransfer.Onnx;
using MLNetTransfer.Progress;
using MLNetTransfer.Training.Checkpoints;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Tests;

public sealed class PretrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_FewKinds_LearnsToTellThemApart()
    {
        PretrainingResult result = Run(Options("few") with { Network = "mobilenetv2-0.35-random", Classes = 5, PicturesOfEach = 30, Size = 64, Training = Training(12) with { Rate = 2e-3, Augmentation = AugmentationOptions.None } });

        Assert.Equal((150, 5), (result.TrainingPictures, result.HeldBackPictures));
        double?[] losses = [.. result.Training.Epochs.Select(epoch => epoch.TrainingLoss)];
        Assert.True(losses[^1] < 0.85 * losses[1], string.Join(' ', losses));
        Assert.Equal(["backbone.onnx", "options.json"], result.Files.Select(Path.GetFileName));
        BackboneCard card = BackboneCard.Read(OnnxReader.Read(_folder.PathOf("few", "backbone.onnx")), "few")!;
        Assert.Equal("mobilenetv2-0.35-drawn", card.Name);
        Assert.Contains("no photograph", card.Origin, StringComparison.Ordinal);
        Assert.Equal(1280, PreparedBackbone.Load(_folder.PathOf("few", "backbone.onnx"), null, new()).FeatureLength);
    }

    [Fact]
    public void Run_Resumed_GivesTheSameBytes()
    {
        PretrainingOptions whole = Options("whole") with { Training = Training(2) };
        PretrainingOptions halves = Options("halves") with { Training = Training(2) };
        Run(whole);
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => Pretraining.Run(halves, new StopAfter(stop), stop.Token));

        Assert.Throws<CheckpointException>(() => Run(halves with { Resumes = true, Classes = 4 }));
        Run(halves with { Resumes = true });

        Assert.Equal(File.ReadAllBytes(_folder.PathOf("whole", "backbone.onnx")), File.ReadAllBytes(_folder.PathOf("halves", "backbone.onnx")));
        Assert.False(File.Exists(_folder.PathOf("halves", "checkpoint-pretraining.bin")));
    }

    [Fact]
    public void Run_OptionsOutOfRange_AreAllNamed()
    {
        string message = Assert.Throws<ArgumentException>(() => Run(Options("wrong") with { Classes = 1, Size = 8 })).Message;

        Assert.Contains("number of classes is 1", message, StringComparison.Ordinal);
        Assert.Contains("size is 8", message, StringComparison.Ordinal);
    }

    private static PretrainingResult Run(PretrainingOptions options) => Pretraining.Run(options, NullProgressReporter.Instance, CancellationToken.None);

    private static FineTuningOptions Training(int epochs) => PretrainingOptions.DefaultTraining with { Epochs = epochs, BatchSize = 8, AverageDecay = 0.5, Rate = 1e-2 };

    private PretrainingOptions Options(string output) => new()
    {
        Network = "mobilenetv2-0.05-random",
        Classes = 3,
        PicturesOfEach = 6,
        Size = 32,
        OutputFolder = _folder.PathOf(output),
        Threads = 1,
    };

    private sealed class StopAfter(CancellationTokenSource source) : IProgressReporter
    {
        public IProgressTask Start(string title, long total, string unit) => NullProgressReporter.Instance.Start(title, total, unit);

        public void Info(string line)
        {
            if (line.Contains("epoch 1", StringComparison.Ordinal))
            {
                source.Cancel();
            }
        }

        public void Warn(string line)
        {
        }
    }
}
