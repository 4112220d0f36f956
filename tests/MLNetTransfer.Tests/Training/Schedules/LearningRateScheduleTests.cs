using MLNetTransfer.Training.Schedules;

namespace MLNetTransfer.Tests.Training.Schedules;

public sealed class LearningRateScheduleTests
{
    public static TheoryData<string> Names => ["constant", "step", "cosine", "one-cycle", "one-cycle-constants"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rate_EveryStep_IsPyTorchs(string name)
    {
        double[] expected = Reference(name);
        LearningRateSchedule schedule = Make(name, WarmUp.None);
        AssertClose(expected, [.. Enumerable.Range(0, expected.Length).Select(step => schedule.Rate(step))]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rate_WarmUp_RisesInALineAndThenTheScheduleBegins(string name)
    {
        double[] body = Reference(name);

        // The reference rises to 0.5.
        double[] rise = [.. Reference("warm-up").Select(rate => rate / 0.5 * body[0])];
        LearningRateSchedule schedule = Make(name, new WarmUp(5, 0.1));
        AssertClose([.. rise, .. body], [.. Enumerable.Range(0, body.Length + 5).Select(step => schedule.Rate(step))]);
    }

    [Theory]
    [InlineData("plateau")]
    [InlineData("plateau-cooldown")]
    public void Rate_Plateau_FallsWhenPyTorchsDoes(string name)
    {
        PlateauSchedule schedule = MakePlateau(name);
        List<double> rates = [];
        foreach (double loss in Reference("losses"))
        {
            rates.Add(schedule.Rate(rates.Count * 100));
            schedule.Observe(loss);

            PlateauSchedule resumed = MakePlateau(name);
            resumed.Restore(schedule.State);
            schedule = resumed;
        }

        AssertClose(Reference(name), rates);
    }

    [Fact]
    public void Observe_LossNotANumber_CountsAsBad()
    {
        PlateauSchedule schedule = new(1, new PlateauOptions { Patience = 0, Factor = 0.5 });
        schedule.Observe(double.NaN);
        Assert.Equal(0.5, schedule.Rate(0));
        schedule.Observe(3);
        Assert.Equal(0.5, schedule.Rate(0));
        Assert.Equal(3, schedule.State.BestLoss);
    }

    [Fact]
    public void Rate_AfterTheRun_StaysWhereItEnded()
    {
        Assert.Equal(0.01, new CosineSchedule(0.5, 25, 0.01).Rate(1000), 1e-15);
        Assert.Equal(0.5 / 25 / 1e4, new OneCycleSchedule(0.5, 40).Rate(1000), 1e-15);
    }

    [Fact]
    public void Rate_RunOfOneStep_IsTheBaseRate()
    {
        Assert.Equal(0.5, new CosineSchedule(0.5, 1).Rate(0));
        Assert.Equal(0.5, new OneCycleSchedule(0.5, 1).Rate(0));
    }

    [Fact]
    public void Constructor_ValuesOutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule(1, new WarmUp(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule(1, new WarmUp(1, 1.5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule(1).Rate(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepSchedule(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepSchedule(1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule(1, 5, 0, new WarmUp(5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule(1, 5, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycleSchedule(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycleSchedule(1, 9, new OneCycleOptions { RisingShare = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycleSchedule(1, 9, new OneCycleOptions { FirstDivisor = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycleSchedule(1, 9, new OneCycleOptions { LastDivisor = 0.5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlateauSchedule(1, new PlateauOptions { Factor = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlateauSchedule(1, new PlateauOptions { Patience = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlateauSchedule(1).Restore(new PlateauState(double.NaN, null, 0, 0)));
    }

    private static LearningRateSchedule Make(string name, WarmUp warmUp) => name switch
    {
        "constant" => new ConstantSchedule(0.5, warmUp),
        "step" => new StepSchedule(0.5, 7, 0.3, warmUp),
        "cosine" => new CosineSchedule(0.5, 25 + warmUp.Steps, 0.01, warmUp),
        "one-cycle" => new OneCycleSchedule(0.5, 40 + warmUp.Steps, null, warmUp),
        "one-cycle-constants" => new OneCycleSchedule(
            0.5, 33 + warmUp.Steps, new OneCycleOptions { RisingShare = 0.2, FirstDivisor = 10, LastDivisor = 100 }, warmUp),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static PlateauSchedule MakePlateau(string name) => name == "plateau"
        ? new PlateauSchedule(0.5, new PlateauOptions { Factor = 0.5, Patience = 2 })
        : new PlateauSchedule(0.5, new PlateauOptions { Factor = 0.1, Patience = 1, Cooldown = 3, Threshold = 0.05, Lowest = 0.01 });

    private static double[] Reference(string name) => TrainingReferences.Read("schedules").GetProperty(name).Numbers();

    private static void AssertClose(double[] expected, List<double> found)
    {
        Assert.Equal(expected.Length, found.Count);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
    }
}
