using MLNetTransfer.Evaluation;
using MLNetTransfer.Imaging;
using MLNetTransfer.Reporting;
using MLNetTransfer.Reporting.TensorBoard;

namespace MLNetTransfer.Tests.Reporting.TensorBoard;

public sealed class TensorBoardLogTests : IDisposable
{
    private static readonly ReportSetting[] Settings = [new("rate", "0.0002"), new("folder", "a|b\nc")];

    private readonly TemporaryFolder _folder = new();
    private readonly StoppedClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Add_Epochs_AreOnTheDiskAtOnce()
    {
        using TensorBoardLog log = new(_folder.FullName, Settings, false, _clock);

        log.Add(Row(0, null, 0.7));
        log.Add(Row(1, 1.5, 0.8));

        IReadOnlyList<ReadEvent> events = EventReader.ReadFolder(_folder.PathOf("fine-tuning"));
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.Equal("| setting | value |\n| --- | --- |\n| rate | 0.0002 |\n| folder | a\\|b c |\n", events[1].Texts["hyperparameters/text_summary"]);
        Assert.Equal(new Dictionary<string, float> { ["loss/validation"] = 0.25f, ["accuracy/validation"] = 0.7f, ["learning_rate"] = 0.001f, ["seconds"] = 3 }, events[2].Numbers);
        Assert.Equal((1, 1.5f), (events[3].Step, events[3].Numbers["loss/training"]));
        Assert.All(events, each => Assert.Equal(1_700_000_000.25, each.WallTime));
        Assert.Equal(4, events.Count);
        Assert.Equal("events.out.tfevents.1700000000.mlnet-transfer.000", Path.GetFileName(Assert.Single(Directory.GetFiles(_folder.PathOf("fine-tuning")))));
    }

    [Fact]
    public void Add_Phases_AreRunsOfTheirOwn()
    {
        using TensorBoardLog log = new(_folder.FullName, [], false, _clock);

        log.Add(Row(1, 1, 0.5) with { Phase = TrainingPhase.Head, LearningRate = null, Seconds = null });
        log.Add(Row(1, 1, 0.5) with { Phase = TrainingPhase.Distillation });

        Assert.Equal(["distillation", "head"], Directory.GetDirectories(_folder.FullName).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.Equal(["accuracy/validation", "loss/training", "loss/validation"], EventReader.ReadFolder(_folder.PathOf("head"))[^1].Numbers.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("explained/validation", EventReader.ReadFolder(_folder.PathOf("distillation"))[^1].Numbers.Keys);
    }

    [Fact]
    public void Add_EveryPhase_HasAFolderNamedAsInTheHistory()
    {
        TrainingPhase[] phases = Enum.GetValues<TrainingPhase>();
        using TensorBoardLog log = new(_folder.FullName, [], false, _clock);

        Array.ForEach(phases, phase => log.Add(Row(1, 1, 0.5) with { Phase = phase }));

        Assert.Equal(
            phases.Select(phase => (Row(1, 1, 0.5) with { Phase = phase }).ToLine().Split(',')[0]).Order(StringComparer.Ordinal),
            Directory.GetDirectories(_folder.FullName).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    // The run was killed while it wrote epoch 3; the checkpoint gives epochs 1 to 3 again.
    [Fact]
    public void Add_RunThatGoesOn_AddsWhatIsMissing()
    {
        using (TensorBoardLog log = new(_folder.FullName, Settings, false, _clock))
        {
            Array.ForEach([1, 2, 3], epoch => log.Add(Row(epoch, epoch, 0.5)));
        }

        string file = Directory.GetFiles(_folder.PathOf("fine-tuning")).Single();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^5]);
        using (TensorBoardLog log = new(_folder.FullName, Settings, true, _clock))
        {
            Array.ForEach([1, 2, 3, 4], epoch => log.Add(Row(epoch, 10 + epoch, 0.5)));
        }

        string second = Directory.GetFiles(_folder.PathOf("fine-tuning")).Order(StringComparer.Ordinal).Last();
        ReadEvent[] added = [.. EventReader.Read(File.ReadAllBytes(second))];
        Assert.Equal([(0, null), (3, 13f), (4, 14f)], added.Select(each => (each.Step, each.Numbers.TryGetValue("loss/training", out float loss) ? loss : (float?)null)));
        Assert.DoesNotContain(added, each => each.IsRestart || each.Texts.Count > 0);
    }

    [Fact]
    public void Add_NewRunInTheSameFolder_ReplacesTheOldOne()
    {
        for (int run = 0; run < 2; run++)
        {
            using TensorBoardLog log = new(_folder.FullName, [], false, _clock);
            log.Add(Row(1, run, 0.5));
        }

        using (TensorBoardLog log = new(_folder.FullName, [], true, _clock))
        {
            log.Add(Row(1, 7, 0.5));
            log.Add(Row(2, 8, 0.5));
        }

        IReadOnlyList<ReadEvent> events = EventReader.ReadFolder(_folder.PathOf("fine-tuning"));
        Assert.Equal([0L], events.Where(each => each.IsRestart).Select(each => each.Step));
        Assert.Equal([0f, 1f, 8f], events.Where(each => each.Numbers.Count > 0).Select(each => each.Numbers["loss/training"]));
    }

    [Fact]
    public void Add_Evaluation_HasFiguresClassesAndTheMatrix()
    {
        ClassificationMetrics metrics = ClassificationMetrics.Compute([0, 0, 1, 1], [0.9f, 0.1f, 0.4f, 0.6f, 0.2f, 0.8f, 0.3f, 0.7f], ["rose", "tulip"]);
        using TensorBoardLog log = new(_folder.FullName, [], false, _clock);
        log.Add(Row(3, 1, 0.5));

        log.Add(TrainingPhase.FineTuning, "test", metrics);

        ReadEvent[] events = [.. EventReader.ReadFolder(_folder.PathOf("fine-tuning")).Skip(2)];
        Assert.All(events, each => Assert.Equal(3, each.Step));
        Assert.Equal(0.75f, events[0].Numbers["test/accuracy"]);
        Assert.Contains("| rose | 1.0000 | 0.5000 | 0.6667 | 2 |\n", events[1].Texts["test/classes/text_summary"], StringComparison.Ordinal);
        Image matrix = ImageDecoder.Decode(events[2].Pictures["test/confusion"]).Image;

        // Half of the roses are right and half are not; no tulip is a rose.
        Assert.Equal((64, 64), (matrix.Width, matrix.Height));
        Assert.Equal([132, 168, 206], matrix.Row(10).Slice(10 * 3, 3).ToArray());
        Assert.Equal([210, 135, 138], matrix.Row(10).Slice(42 * 3, 3).ToArray());
        Assert.Equal([255, 255, 255], matrix.Row(42).Slice(10 * 3, 3).ToArray());
        Assert.Equal([8, 81, 156], matrix.Row(42).Slice(42 * 3, 3).ToArray());
    }

    private static HistoryRow Row(int epoch, double? loss, double accuracy) => new(TrainingPhase.FineTuning, epoch, 3, 0.001, loss, null, 0.25, accuracy, false);

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_250);
    }
}
