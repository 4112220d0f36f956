using MLNetTransfer.Progress;
using MLNetTransfer.Tests.Reporting.TensorBoard;
using MLNetTransfer.Training.FineTuning;

namespace MLNetTransfer.Tests;

/// <summary>What whole runs leave for TensorBoard.</summary>
public sealed class TensorBoardRunTests : IDisposable
{
    private readonly ColouredPictures _pictures = new();

    public void Dispose() => _pictures.Dispose();

    [Fact]
    public void Train_FineTuning_LogsHeadAndEpochsAndChangesNoModel()
    {
        TransferOptions options = _pictures.Options("out") with { Mode = TrainingMode.Full, FineTuning = new FineTuningOptions { Epochs = 2, BatchSize = 6 } };
        TransferResult plain = Train(options with { OutputFolder = _pictures.PathOf("plain") });
        TransferResult result = Train(options with { TensorBoardFolder = _pictures.PathOf("board") });

        IReadOnlyList<ReadEvent> tuning = EventReader.ReadFolder(_pictures.PathOf("board", "fine-tuning"));
        EpochResult[] epochs = [.. result.Tuning[0].Result.Epochs];
        ReadEvent[] logged = [.. tuning.Where(each => each.Numbers.ContainsKey("loss/validation"))];
        Assert.Equal(epochs.Select(epoch => (long)epoch.Epoch), logged.Select(each => each.Step));
        Assert.Equal(epochs.Select(epoch => (float)epoch.Validation!.Value.Loss), logged.Select(each => each.Numbers["loss/validation"]));
        Assert.Contains("| fineTuning.epochs | 2 |", tuning.Single(each => each.Texts.ContainsKey("hyperparameters/text_summary")).Texts.Values.Single(), StringComparison.Ordinal);
        ReadEvent[] all = [.. tuning, .. EventReader.ReadFolder(_pictures.PathOf("board", "head"))];
        Assert.Equal((float)result.Validation!.Metrics.Accuracy, all.Single(each => each.Numbers.ContainsKey("validation/accuracy")).Numbers["validation/accuracy"]);
        Assert.Single(all, each => each.Pictures.ContainsKey("validation/confusion"));
        Assert.Equal(plain.Validation!.Metrics.LogLoss, result.Validation.Metrics.LogLoss);
        Assert.Equal(File.ReadAllBytes(_pictures.PathOf("plain", "model.onnx")), File.ReadAllBytes(_pictures.PathOf("out", "model.onnx")));
    }

    [Fact]
    public void Run_DistillationThatWasStopped_GoesOnInTheLog()
    {
        DistillationOptions options = new()
        {
            Teacher = _pictures.Backbone,
            Student = "mobilenetv2-0.05-random",
            DrawnPictures = 8,
            Size = 32,
            Threads = 1,
            OutputFolder = _pictures.PathOf("student"),
            TensorBoardFolder = _pictures.PathOf("board"),
            Training = DistillationOptions.DefaultTraining with { Epochs = 3, BatchSize = 8 },
        };
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => Distillation.Run(options, new StopAfter(stop, "epoch 2"), stop.Token));

        Distillation.Run(options with { Resumes = true }, NullProgressReporter.Instance, CancellationToken.None);

        long[] steps = [.. EventReader.ReadFolder(_pictures.PathOf("board", "distillation")).Where(each => each.Numbers.Count > 0).Select(each => each.Step)];
        Assert.Equal(steps.Distinct(), steps);
        Assert.Equal(3, steps[^1]);
        Assert.Equal(2, Directory.GetFiles(_pictures.PathOf("board", "distillation")).Length);
    }

    private static TransferResult Train(TransferOptions options) => TransferLearning.Train(options, NullProgressReporter.Instance, CancellationToken.None);

    private sealed class StopAfter(CancellationTokenSource stop, string words) : IProgressReporter
    {
        public IProgressTask Start(string title, long total, string unit) => NullProgressReporter.Instance.Start(title, total, unit);

        public void Info(string line)
        {
            if (line.Contains(words, StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        }

        public void Warn(string line)
        {
        }
    }
}
