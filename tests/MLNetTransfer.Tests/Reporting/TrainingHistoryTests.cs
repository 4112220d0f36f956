using MLNetTransfer.Reporting;

namespace MLNetTransfer.Tests.Reporting;

public sealed class TrainingHistoryTests
{
    [Fact]
    public void BestOf_SeveralMarked_IsTheLastOfThePhase()
    {
        TrainingHistory history = new([Row(TrainingPhase.Head, 1, true), Row(TrainingPhase.FineTuning, 1, true), Row(TrainingPhase.FineTuning, 2, true), Row(TrainingPhase.FineTuning, 3, false)]);

        Assert.Equal(2, history.BestOf(TrainingPhase.FineTuning)!.Epoch);
        Assert.Null(history.BestOf(TrainingPhase.Scratch));
        Assert.Single(history.Of(TrainingPhase.Head));
    }

    private static HistoryRow Row(TrainingPhase phase, int epoch, bool best) => new(phase, epoch, null, null, 1, null, null, null, best);
}
