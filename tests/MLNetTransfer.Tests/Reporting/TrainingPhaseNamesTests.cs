using MLNetTransfer.Reporting;

namespace MLNetTransfer.Tests.Reporting;

public sealed class TrainingPhaseNamesTests
{
    [Fact]
    public void Of_EveryPhase_HasANameOfItsOwnThatIsFoundAgain()
    {
        Assert.Equal(Enum.GetValues<TrainingPhase>().Length, TrainingPhaseNames.All.Distinct().Count());
        Assert.All(Enum.GetValues<TrainingPhase>(), phase => Assert.Equal(phase, TrainingPhaseNames.Find(TrainingPhaseNames.Of(phase))));
        Assert.Equal("pretraining", TrainingPhaseNames.Of(TrainingPhase.Pretraining));
        Assert.Null(TrainingPhaseNames.Find("tuning"));
    }
}
